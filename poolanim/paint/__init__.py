"""From marks to pixels: a canvas of palette indices."""
