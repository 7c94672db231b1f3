"""What people write today: matplotlib artists that follow the same marks, and its own writers.

    python -m tests.benchmark.peers WRITER OUTPUT FRAMES FIELD=VALUE...

WRITER is `funcanimation` or `savefig`, which clear the axes and draw each picture anew, as people
do; or `kept`, which is FuncAnimation with the care that few take: only artists that change are
replaced. FRAMES says how many frames are written at most. Heat maps of over 32 rows are images.
"""

from __future__ import annotations

import shutil
import sys
from itertools import islice

import imageio.v3 as iio
import matplotlib as mpl
import numpy as np

mpl.use("agg")
import matplotlib.pyplot as plt
from matplotlib.animation import FFMpegWriter, FuncAnimation, PillowWriter
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrow, FancyBboxPatch, Rectangle
from matplotlib.patches import Polygon as PolygonPatch

from poolanim import Figure
from poolanim.fonts.setting import text_width
from poolanim.fonts.typefaces import TYPEFACES
from poolanim.pipeline import run
from poolanim.scene.composing import compose
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text
from poolanim.theme import load_theme

SANS, MONO = "DejaVu Sans", "DejaVu Sans Mono"
FACES = {
    face: {
        "family": MONO if face.startswith("code") else SANS,
        "weight": "bold" if face.endswith(("strong", "bold")) else "normal",
    }
    for face in TYPEFACES
}
DPI = 100
FRAMES_PER_SECOND = 1.25
LARGEST_OF_PATCHES = 32
"""Boards of more rows are drawn as images."""


class Drawing:
    """A figure with artists for the marks of a scene."""

    def __init__(self, scene, theme, rows):
        self.colours = {
            role: to_hex(np.array(colour) / 255) for role, colour in theme.colours.items()
        }
        width, height = scene.size_px
        self.figure = plt.figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        self.figure.set_facecolor(self.colours["paper"])
        self.axes = self.figure.add_axes([0, 0, 1, 1])
        self.size = scene.width, scene.height
        self.points = scene.zoom * 72 / DPI  # in a unit of the layout
        self.as_image = rows > LARGEST_OF_PATCHES
        self.picture = {}
        self.order = {}
        self.clear()

    def clear(self):
        self.axes.clear()
        self.axes.axis("off")
        self.limit()
        self.artists = {}
        self.images = {}

    def limit(self):
        self.axes.set_xlim(0, self.size[0])
        self.axes.set_ylim(self.size[1], 0)

    def show_anew(self, frame):
        """Draw the whole picture."""
        self.picture |= frame.changes
        self.clear()
        return self.show(self.picture)

    def show_changes(self, frame):
        """Replace the artists of what changes."""
        return self.show(frame.changes)

    def show(self, changes):
        cells = {}
        for place, marks in changes.items():
            turn = self.order.setdefault(place, len(self.order))
            if self.as_image and place[0] == "cell":
                _, board, *index = place
                cells.setdefault(board, []).append((tuple(index), marks))
                continue
            for artist in self.artists.get(place, ()):
                artist.remove()
            self.artists[place] = [self.add(mark, turn) for mark in marks]
        for board, changed in cells.items():
            self.show_image(board, changed)
        return []

    def show_image(self, board, changed):
        if board not in self.images:
            boxes = [marks[0] for _, marks in changed]
            left, top = min(box.x for box in boxes), min(box.y for box in boxes)
            right = max(box.x + box.width for box in boxes)
            bottom = max(box.y + box.height for box in boxes)
            shape = [1 + max(index[axis] for index, _ in changed) for axis in (0, 1)]
            pixels = np.ones((*shape, 3))
            extent = (left, right, bottom, top)
            image = self.axes.imshow(pixels, extent=extent, interpolation="nearest", zorder=1)
            self.limit()
            self.axes.set_aspect("auto")
            self.images[board] = image, pixels
        image, pixels = self.images[board]
        for index, marks in changed:
            fills = [mark.fill for mark in marks if mark.fill]
            pixels[index] = mpl.colors.to_rgb(self.colours[fills[-1]])
        image.set_data(pixels)

    def add(self, mark, turn):
        """An artist for a mark."""
        match mark:
            case Box():
                style = {
                    "facecolor": self.colours[mark.fill] if mark.fill else "none",
                    "edgecolor": self.colours[mark.line] if mark.line else "none",
                    "linewidth": mark.line_width * self.points,
                    "linestyle": "--" if mark.dashed else "-",
                    "zorder": turn,
                }
                if mark.radius:
                    radius = min(mark.radius, mark.width / 2, mark.height / 2)
                    box = FancyBboxPatch(
                        (mark.x + radius, mark.y + radius),
                        mark.width - 2 * radius,
                        mark.height - 2 * radius,
                        boxstyle=f"round,pad={radius}",
                        **style,
                    )
                else:
                    box = Rectangle((mark.x, mark.y), mark.width, mark.height, **style)
                return self.axes.add_patch(box)
            case Dot():
                return self.axes.add_patch(
                    Circle(
                        (mark.x, mark.y),
                        mark.radius,
                        facecolor=self.colours[mark.fill] if mark.fill else "none",
                        edgecolor=self.colours[mark.line] if mark.line else "none",
                        linewidth=mark.line_width * self.points,
                        zorder=turn,
                    )
                )
            case Arrow():
                return self.axes.add_patch(
                    FancyArrow(
                        mark.x,
                        mark.y,
                        mark.to_x - mark.x,
                        mark.to_y - mark.y,
                        width=mark.line_width,
                        head_width=mark.head,
                        head_length=mark.head,
                        length_includes_head=True,
                        color=self.colours[mark.ink],
                        zorder=turn,
                    )
                )
            case Polygon():
                corners = [(mark.x + right, mark.y + down) for right, down in mark.corners]
                colour = self.colours[mark.fill]
                return self.axes.add_patch(PolygonPatch(corners, color=colour, zorder=turn))
            case Stroke():
                return self.axes.add_line(
                    Line2D(
                        (mark.x, mark.to_x),
                        (mark.y, mark.to_y),
                        color=self.colours[mark.ink],
                        linewidth=mark.line_width * self.points,
                        alpha=mark.opacity,
                        zorder=turn,
                    )
                )
            case Text():
                return self.axes.text(
                    mark.left,
                    mark.y,
                    mark.text,
                    fontsize=mark.size * self.points,
                    color=self.colours[mark.ink],
                    parse_math=False,
                    zorder=turn,
                    **FACES[mark.face],
                )


def main(writer, output, frames, *fields):
    """Write a film."""
    spec = dict(field.split("=", 1) for field in fields)
    for name in ("beats", "every", "width", "kernel_size", "stride"):
        if name in spec:
            spec[name] = int(spec[name])
    figure = Figure(**spec)
    record = run(figure)
    scene = compose(figure, record, text_width)
    drawing = Drawing(scene, load_theme(figure.theme), record.grids["input"].shape[0])
    count = min(int(frames), scene.frame_count)
    ending = output.rpartition(".")[2]
    if writer in ("funcanimation", "kept"):
        shown = iter(scene.frames())
        show = drawing.show_changes if writer == "kept" else drawing.show_anew
        film = FuncAnimation(
            drawing.figure,
            lambda _: show(next(shown)),
            init_func=list,
            frames=count,
            cache_frame_data=False,
        )
        if ending == "mp4" and shutil.which("ffmpeg") is None:
            from imageio_ffmpeg import get_ffmpeg_exe

            mpl.rcParams["animation.ffmpeg_path"] = get_ffmpeg_exe()
        kind = {"gif": PillowWriter, "mp4": FFMpegWriter}[ending]
        film.save(output, writer=kind(fps=FRAMES_PER_SECOND), dpi=DPI)
        return
    pictures = []
    for frame in islice(scene.frames(), count):
        drawing.show_anew(frame)
        drawing.figure.savefig(f"{output}.png", dpi=DPI)
        pictures.append(iio.imread(f"{output}.png")[:, :, :3])
    if ending == "gif":
        iio.imwrite(output, pictures, duration=1000 / FRAMES_PER_SECOND, loop=0)
    else:
        iio.imwrite(output, pictures, fps=FRAMES_PER_SECOND, plugin="pyav", codec="libx264")


if __name__ == "__main__":
    main(*sys.argv[1:])
