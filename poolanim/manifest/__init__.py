"""Manifests: many figures in one TOML file, spelled as the options of the command line are.

```toml
[[figure]]
name = "max-backward"
layer = "max"
kernel_size = 2
output = ["max.gif", "max.mp4"]
```
"""
