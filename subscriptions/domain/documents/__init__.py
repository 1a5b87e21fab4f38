"""Documents that leave the newsroom, as PDF."""
