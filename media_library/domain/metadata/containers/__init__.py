"""Finding the metadata blocks in each kind of photo file, byte for byte and within limits."""
