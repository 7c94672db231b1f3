"""Grids of numbers: their sources, their layouts, and their readers."""
