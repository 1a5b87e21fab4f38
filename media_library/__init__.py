"""Photos, and the vocabulary (sections, tags) that photos and stories are filed under."""
