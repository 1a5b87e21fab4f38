"""A story as subscribers take it into their own systems: plain text, one HTML document, ninjs."""
