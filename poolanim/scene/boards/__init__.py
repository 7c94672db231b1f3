"""Boards: grids of a trace, cell by cell."""
