"""Documents that leave the newsroom: statements, invoices and licences, as PDF or as a table."""
