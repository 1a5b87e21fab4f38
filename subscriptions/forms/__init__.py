"""What people enter in the account."""
