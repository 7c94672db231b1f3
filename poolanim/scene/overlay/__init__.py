"""What lies over the boards: the window, the active cell, beams, tags."""
