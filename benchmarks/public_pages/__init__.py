"""What `benchmarks/pages.py` measures with, and what it measures the public pages against."""
