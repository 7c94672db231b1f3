"""From marks to pixels: the one place that uses matplotlib."""
