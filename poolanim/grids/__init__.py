"""Reads the grids of numbers that figures start from."""
