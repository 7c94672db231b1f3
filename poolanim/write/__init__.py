"""From pictures to files: the one place that writes with imageio and Pillow."""
