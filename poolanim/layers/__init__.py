"""Layers: their passes and traces are written once, and each family has a module of rules.

- Families: `average`, `extreme`, `norm`, `weighted`, `unpool`, `convolution`, `transposition`;
  their `table`, of an `entry` each, and the `names` by which people call them.
- What each has: `layer` (passes, scans); of pooling `rules` (how a window becomes a value, how a
  gradient goes back; the scans that follow) and `pool` (the passes that follow); of layers with
  `weights` their passes, and with a `kernel` their scans.
- Where windows lie, without NumPy: `placement` by parameters, `fractional`, `restoring` of
  unpooling, `correlation` and `cropping` of convolutions; `geometry` over a grid, `axis` along one
  axis, `window` over a plane.
- How passes run: `batches` (N, H, W, C), `sliding` for many small windows, `folding` for few large
  ones, `shares` of a gradient; `products` with a kernel, over what `borders` hold.
- What a trace is given: `scans` of `terms` between cells of grids, the `listing` of windows' cells,
  and the `places` that `links` of a kernel join; `gather`, a backward pass from its other side.
"""
