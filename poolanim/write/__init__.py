"""From pictures to files: the one place that uses imageio and Pillow."""
