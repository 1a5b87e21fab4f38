"""What `make audit` runs: slow, independent judges of the public pages, on the demo newsroom."""
