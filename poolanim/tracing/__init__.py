"""The passes of a layer as data: scans of terms between named grids."""
