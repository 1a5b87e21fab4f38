"""Leaf code without tables, which every app may use."""
