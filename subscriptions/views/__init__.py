"""The rooms of the account, one file each."""
