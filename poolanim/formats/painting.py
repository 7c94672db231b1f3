"""Paints a scene and encodes its frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from poolanim.fonts.setting import text_width
from poolanim.formats.catalogue import all_formats
from poolanim.formats.film import Film
from poolanim.formats.format import FilmFormat
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.records import frozen
from poolanim.scene.composing import compose
from poolanim.theme import load_theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.paint.palette import Canvas
    from poolanim.paint.patch import Patch
    from poolanim.scene.frames import Frame, Scene
    from poolanim.tracing.record import Trace

Encoded = Mapping[str, Any]
"""A frame in every format, by the name of the format."""
Progress = Callable[[float], None]
"""Takes the share of a film that is painted, from 0 to 1."""

TOGETHER = 8
"""The number of frames that are painted, then encoded. Each step is faster for several at once."""


@frozen(eq=False)
class Painting:
    """A film, from its trace to encoded frames.

    Attributes:
        figure: the spec of the film.
        record: the trace of the figure.
        formats: the names of the formats that it is written in.
        tween_ms: the time of a frame in which something moves smoothly, in ms; 0 for steps.
    """

    figure: Figure
    record: Trace
    formats: Sequence[str]
    tween_ms: int = 0

    @cached_property
    def scene(self) -> Scene:
        """The frames of marks."""
        return compose(self.figure, self.record, text_width, self.tween_ms)

    @cached_property
    def palette(self) -> Palette:
        """The colours of the film."""
        theme = load_theme(self.figure.theme)
        return Palette.of(theme, transparent=self.figure.is_transparent)

    @cached_property
    def film(self) -> Film:
        """The size, colours and times of the film, for writers."""
        width, height = self._size(self.scene)
        return Film(width, height, self.palette.colours, self.scene.beats_ms)

    @property
    def poster(self) -> Encoded:
        """The frame before the film, if it has one, in the formats that play."""
        if self.figure.poster is None:
            return {}
        from poolanim.scene.posters import poster  # few films have one

        number = poster(self.scene, self.figure.poster)
        if not number:
            return {}
        painter = self._painter(self.scene)
        painter.show(next(self.scene.frames(number)))
        patch = painter.whole()
        return {each.name: each.encode(patch, self.film) for each in self._formats if each.plays}

    def picture(self, scene: Scene) -> Canvas:
        """Returns the first frame of a scene, painted in the film's colours, as palette indices."""
        painter = self._painter(scene)
        painter.show(next(iter(scene.frames())))
        return painter.canvas

    def pictures(self) -> Iterator[tuple[NDArray[np.uint8], int]]:
        """Yields each frame as pixels, (height, width, 3 or 4), and its time in ms."""
        painter = self._painter(self.scene)
        for frame in self.scene.frames():
            painter.show(frame)
            yield self.palette.colours[painter.canvas], frame.duration_ms

    def part(self, start: int, stop: int) -> Iterator[tuple[Encoded | None, int]]:
        """Returns the frames from `start` to before `stop`; None for a frame without a change."""
        encoders = {each.name: each.encode for each in self._formats}
        painter = self._painter(self.scene)
        frames = self.scene.frames(max(start - 1, 0))
        if start:
            painter.show(next(frames))
        frames = islice(frames, stop - start)
        together = 1 if self.film.transparent else TOGETHER  # whole pictures would fill memory
        while group := list(islice(frames, together)):
            painter.prepare(group)
            for patch, duration_ms in [self._painted(painter, frame) for frame in group]:
                if patch is None:
                    yield None, duration_ms
                else:
                    encoded = {name: encode(patch, self.film) for name, encode in encoders.items()}
                    yield encoded, duration_ms

    def _painted(self, painter: Painter, frame: Frame) -> tuple[Patch | None, int]:
        """Returns the pixels that a frame changes, None if it changes none, and its time in ms."""
        patch = painter.show(frame)
        if patch is not None and self.film.transparent:
            patch = painter.whole()  # a transparent patch could not clear the picture below it
        return patch, frame.duration_ms

    def _painter(self, scene: Scene) -> Painter:
        return Painter(*self._size(scene), self.palette, scene.zoom * self.figure.scale)

    def _size(self, scene: Scene) -> tuple[int, int]:
        """Returns the width and the height of a picture in pixels."""
        width, height = scene.size_px
        return width * self.figure.scale, height * self.figure.scale

    @property
    def _formats(self) -> list[FilmFormat]:
        known = (all_formats()[name] for name in self.formats)
        return [each for each in known if isinstance(each, FilmFormat)]

    @property
    def in_order(self) -> bool:
        """Whether a format must encode the frames in order, so that parts cannot run at once."""
        return any(each.in_order for each in self._formats)
