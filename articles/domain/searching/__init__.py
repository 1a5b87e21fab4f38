"""The search of public stories: what they are found by, how they are found, and how that is shown."""
