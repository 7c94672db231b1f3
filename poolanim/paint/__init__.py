"""Paints marks as pixels, which are indices into a palette."""
