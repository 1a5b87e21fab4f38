"""What `benchmarks/photos.py` sets against each other."""
