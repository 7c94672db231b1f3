"""What matplotlib's renderer of pixels makes of a film: the measure of our painter."""

from __future__ import annotations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from poolanim.matplotlib import DPI, Drawing


class AggPainter:
    """Draws the pictures of a film in one size.

    Args:
        figure: gives the theme.
        scene: gives the size of the layout.
        scale: pixels for each unit.
    """

    def __init__(self, figure, scene, scale):
        canvas = Canvas(figsize=(scene.width / DPI, scene.height / DPI), dpi=DPI * scale)
        self._canvas = FigureCanvasAgg(canvas)
        self._drawing = Drawing(figure, scene, canvas.add_axes((0, 0, 1, 1)))

    def show(self, frame):
        """Lets a frame change the picture."""
        self._drawing.show(frame.changes)

    def pixels(self):
        """The picture as it stands: (height, width, 3), 0 to 255."""
        self._canvas.draw()
        return np.asarray(self._canvas.buffer_rgba())[:, :, :3].copy()
