"""Arrangements: where boards and text stand on a canvas, one function an arrangement."""
