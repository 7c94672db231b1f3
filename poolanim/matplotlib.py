"""Figures in matplotlib and imageio: frames on your own Axes, animations, and pixels.

The frames have the same marks as the files that poolanim writes, and their letters have the same
outlines, so they look alike. No function here uses pyplot or changes a setting of matplotlib.

Example:
    >>> from poolanim import Figure
    >>> axes = draw(Figure(layer="max", kernel_size=2, input="1 3; 2 4"))
    >>> print(*axes.get_xlim(), *axes.get_ylim())
    0.0 800.0 450.0 0.0
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, cast

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure as Canvas

from poolanim.figure import check_figure
from poolanim.formats.outputs import POSTER, Output
from poolanim.formats.painting import Painting
from poolanim.paint.artists.artist import MarksArtist
from poolanim.parameters.numbers import Whole
from poolanim.pipeline import run
from poolanim.scene.marks import Box
from poolanim.scene.stills import frame_of
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from typing import TypeVar

    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.scene.frames import Picture, Place, Scene

    T = TypeVar("T")

FPS = 25
"""Frames a second."""
RATE = Whole(1, 100)
"""The rates that may be given."""
DPI = 128
"""Dots per inch of a new canvas at scale 1. Sizes in pixels are exact fractions of a power of 2."""


def draw(figure: Figure, frame: int | str = POSTER, ax: Axes | None = None) -> Axes:
    """Draws a frame of a figure.

    Args:
        figure: the figure.
        frame: its number, counted from 1; `first`, `last` or `poster`.
        ax: where to draw. Its data coordinates become the units of the layout, from the upper left
            corner, so that other artists can be added. If None, the Axes fill a new canvas of the
            picture's size, `draw(figure).figure`, which is not one of pyplot's.

    Returns:
        The Axes.

    Raises:
        PoolanimError: the figure cannot be drawn, or has no such frame.

    Example:
        >>> import tempfile
        >>> from poolanim import Figure
        >>> axes = draw(Figure(layer="max", kernel_size=2, input="1 3; 2 4"), frame=2)
        >>> _ = axes.annotate("the maximum", (200, 200), (300, 60), arrowprops={"width": 1})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     axes.figure.savefig(f"{folder}/max.pdf")
    """
    scene = _painting(figure).scene
    named = Output("frame.png", still=frame).still or POSTER
    number = frame_of(scene, named, figure.poster)
    axes = _canvas(figure, scene) if ax is None else ax
    Drawing(figure, scene, axes).show(next(iter(scene.frames(number))).changes)
    return axes


def animation(figure: Figure, fps: int = FPS) -> FuncAnimation:
    """Returns the film of a figure as an animation, which any writer of matplotlib can save.

    Args:
        figure: the figure.
        fps: frames a second. A frame of the film is repeated for as long as it lasts, as a whole
            number of frames.

    Raises:
        PoolanimError: the figure cannot be drawn, or `fps` is no whole number from 1 to 100.

    Example:
        >>> import tempfile
        >>> from poolanim import Figure
        >>> film = animation(Figure(layer="max", kernel_size=2, input="1 3; 2 4"), fps=2)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     film.save(f"{folder}/max.gif", writer="pillow")
    """
    scene = _painting(figure, fps).scene
    axes = _canvas(figure, scene)
    drawing = Drawing(figure, scene, axes)

    def changes() -> Generator[Picture]:
        new: Picture = {}
        for frame, count in _counted(((each, each.duration_ms) for each in scene.frames()), fps):
            new = {**new, **frame.changes}
            for _ in range(count):
                yield new
                new = {}

    return FuncAnimation(
        cast("Canvas", axes.figure),
        drawing.show,
        changes,
        interval=1000 / fps,
        save_count=round(scene.duration_ms * fps / 1000),
        cache_frame_data=False,
    )


def pixels(figure: Figure, fps: int = FPS) -> Iterator[NDArray[np.uint8]]:
    """Yields the film of a figure as pixels, for imageio and NumPy.

    They are the pixels of the files that poolanim writes, painted by its own painter, which is
    faster than matplotlib.

    Args:
        figure: the figure.
        fps: frames a second, as in `animation`.

    Yields:
        Each frame as (height, width, 3), 0 to 255; (height, width, 4) on a transparent background.

    Raises:
        PoolanimError: the figure cannot be drawn, or `fps` is no whole number from 1 to 100.

    Example:
        >>> import tempfile
        >>> import imageio.v3 as iio
        >>> from poolanim import Figure
        >>> frames = list(pixels(Figure(layer="max", kernel_size=2, input="1 3; 2 4"), fps=10))
        >>> frames[0].shape, len(frames)
        ((450, 800, 3), 69)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     iio.imwrite(f"{folder}/max.gif", frames, duration=100, loop=0)
    """
    painting = _painting(figure, fps)
    for picture, count in _counted(painting.pictures(), fps):
        yield from repeat(picture, count)


class Drawing:
    """A picture on Axes, which frames change.

    Args:
        figure: the figure.
        scene: of the figure.
        axes: where to draw.
    """

    def __init__(self, figure: Figure, scene: Scene, axes: Axes) -> None:
        axes.set(xlim=(0, scene.width), ylim=(scene.height, 0), aspect="equal")
        axes.set_axis_off()
        self._axes = axes
        self._theme = load_theme(figure.theme)
        self._artists: dict[Place, MarksArtist] = {}
        if not figure.is_transparent:
            self.show({"paper": (Box(0, 0, scene.width, scene.height, "paper"),)})

    def show(self, changes: Picture) -> Iterable[MarksArtist]:
        """Lets a frame change the picture, and returns the artists that it changes."""
        for place, marks in changes.items():
            if place not in self._artists:
                artist = self._artists[place] = MarksArtist(self._theme)
                self._axes.add_artist(artist)
            self._artists[place].show(marks)
        return [self._artists[place] for place in changes]


def _canvas(figure: Figure, scene: Scene) -> Axes:
    """Returns Axes that fill a new canvas of the size of a scene."""
    width, height = scene.size_px
    canvas = Canvas(figsize=(width / DPI, height / DPI), dpi=DPI * figure.scale)
    canvas.patch.set_visible(not figure.is_transparent)
    return canvas.add_axes((0, 0, 1, 1))


def _painting(figure: Figure, fps: int | None = None) -> Painting:
    """Returns the film of a figure, in which smooth motion has some frames a second, if any."""
    check_figure(figure)
    if fps is not None:
        RATE.check("fps", fps)
    tween_ms = round(1000 / fps) if fps and figure.motion == "smooth" else 0
    return Painting(figure, run(figure), [], tween_ms)


def _counted(frames: Iterable[tuple[T, int]], fps: int) -> Iterator[tuple[T, int]]:
    """Yields what each frame shows, and for how many frames at a constant rate.

    Args:
        frames: what each shows, and its time in ms.
        fps: the rate.
    """
    time_ms = shown = 0
    for frame, duration_ms in frames:
        time_ms += duration_ms
        due = round(time_ms * fps / 1000)
        yield frame, due - shown
        shown = due
