"""Reading what other agencies send: ninjs and NewsML-G2 files become wire items."""
