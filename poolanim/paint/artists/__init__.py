"""Draws marks with matplotlib, on the Axes of a user."""
