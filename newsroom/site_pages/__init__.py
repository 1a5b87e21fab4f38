"""What the site says of itself: privacy, cookies, terms, contacts, how errors are corrected."""
