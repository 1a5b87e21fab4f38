"""The demo newsroom: people, sections and stories of our own invention, so that every page has something to show."""
