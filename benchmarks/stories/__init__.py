"""A newsroom of any size: stories and photos made of words alone, the same on every machine."""
