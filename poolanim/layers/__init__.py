"""Layers: their passes and traces are written once, and each family has a module of rules.

- Families: `average`, `extreme`, `norm`, `weighted`, `unpool`; their `table`, of an `entry` each.
- What each has: `layer` (operands, passes, scans), `rules` (how a window becomes a value, how a
  gradient goes back; the scans that follow), `pool` (the passes that follow).
- Where windows lie, without NumPy: `placement` by parameters, `geometry` over a grid, `axis` along
  one axis, `window` over a plane.
- How passes run: `batches` (N, H, W, C), `sliding` for many small windows, `folding` for few large
  ones, `shares` of a gradient.
- What a trace is given: `terms` between cells of grids, and the `listing` of windows' cells.
"""
