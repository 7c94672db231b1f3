"""What is measured within one process: pictures against their files, colours, time for a frame.

python -m tests.benchmark.inside pictures|times
"""

from __future__ import annotations

import io
import sys
import tempfile
from cProfile import Profile
from itertools import groupby, islice
from pathlib import Path
from pstats import Stats
from time import perf_counter
from unittest.mock import patch

import av
import numpy as np
from PIL import Image, ImageSequence

from poolanim import Figure, animate
from poolanim.cli.layer import progress_bar
from poolanim.formats.painting import Painting
from poolanim.formats.video import frame_rate
from poolanim.pipeline import run
from tests.agg import AggPainter
from tests.benchmark import peers
from tests.benchmark.table import Table

LUMA = np.array([0.299, 0.587, 0.114])


def filming_of(**fields):
    figure = Figure(**{"layer": "avg"} | fields)
    return Painting(figure, run(figure), ["gif"])


def decibels(errors):
    return 10 * np.log10(255**2 / np.mean(np.square(errors)))


def exactness(table, **fields):
    """Decoded frames of lossless files that are not what was painted, and the error of videos."""
    filming = filming_of(motion="steps", **fields)
    painted = list(filming.pictures())
    smooth = Painting(Figure(layer="avg", **fields), filming.record, [], 40)
    with tempfile.TemporaryDirectory() as folder:
        for film in (filming, smooth):
            pictures = [picture.tobytes() for picture, _ in film.pictures()]
            changed = [picture for picture, _ in groupby(pictures)]
            for ending in ("gif", "apng", "webp"):
                path = Path(folder) / f"a.{ending}"
                animate(film.figure, path)
                with Image.open(path) as image:
                    frames = [f.convert("RGB").tobytes() for f in ImageSequence.Iterator(image)]
                wrong = sum(frame != one for frame, one in zip(frames, changed, strict=True))
                what = f"decoded frames of {ending} that differ, {film.figure.motion}"
                table.most(what, wrong, 0, "d")
        for name in ("MP4", "WebM"):
            path = Path(folder) / f"a.{name.lower()}"
            animate(filming.figure, path)
            errors = video_errors(path, painted, frame_rate(filming.scene.beats_ms))
            table.least(f"PSNR of {name}, luma, dB", decibels(errors @ LUMA), 44)
            table.fact(f"PSNR of {name}, all channels, dB", f"{decibels(errors):.1f}")


def video_errors(path, painted, rate):
    """For each picture, what the frame in the middle of its time differs by."""
    times = np.array([time for _, time in painted])
    middles = ((np.cumsum(times) - times / 2) * rate / 1000).astype(int)
    wanted = set(middles.tolist())
    with av.open(str(path)) as file:  # a film has hundreds of frames, and few pictures
        decoded = {
            number: frame.to_ndarray(format="rgb24")
            for number, frame in enumerate(file.decode(video=0))
            if number in wanted
        }
    return np.array(
        [
            decoded[middle].astype(float) - picture
            for middle, (picture, _) in zip(middles.tolist(), painted, strict=True)
        ]
    )


def quality(table):
    """The worst picture against matplotlib's own rendering of the same marks."""
    worst = np.inf
    for layer in ("avg", "max"):
        for theme in ("light", "dark"):
            filming = filming_of(layer=layer, theme=theme, direction="both")
            scene = filming.scene
            reference = AggPainter(filming.figure, scene, 1)
            shown = zip(scene.frames(), filming.pictures(), strict=True)
            for number, (frame, (picture, _)) in enumerate(shown):
                reference.show(frame)
                if number % 4 == 1:
                    errors = picture.astype(float) - reference.pixels()
                    worst = min(worst, decibels(errors))
    table.least("PSNR against matplotlib's renderer, dB, worst picture", worst, 34.5)


def colours(table):
    """How many colours films have."""
    for what, fields in (
        ("average", {}),
        ("max", {"layer": "max", "direction": "both"}),
        ("average, heat", {"shape": "16x16"}),
        ("max, heat", {"layer": "max", "shape": "16x16"}),
    ):
        counts = [
            len(filming_of(**fields, theme=theme).palette.colours) for theme in ("light", "dark")
        ]
        if what == "average":
            table.most("colours, average, light or dark", max(counts), 127, "d")
        else:
            bits = max(counts).bit_length()
            table.fact(f"colours, {what}", f"{counts[0]} and {counts[1]}: codes of {bits} bits")


def sizes(table):
    """What one more frame costs in grids of all sizes: the 100th to 500th."""
    for shape in ("20x20", "32x32", "64x64", "96x96"):
        film = filming_of(shape=shape, every=1, beats=2)
        frames = islice(film.part(0, 500), 99, None)
        next(frames)
        begun = perf_counter()
        count = sum(1 for _ in frames)
        cost = (perf_counter() - begun) / count
        table.fact(f"one more frame of {shape}", f"{cost * 1e6:.0f} µs")


def warm(table):
    """A small figure in a process that has made one before, against matplotlib in another such."""
    fields = {"layer": "max", "shape": "3x3", "kernel_size": 2, "stride": 1, "motion": "steps"}
    spelled = [f"{name}={value}" for name, value in fields.items()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gif"
        makers = {
            "ours": lambda: animate(Figure(**fields), path),
            "theirs": lambda: peers.main("funcanimation", str(path), "100", *spelled),
        }
        seconds = {name: min(islice(timed(make), 1, 6)) for name, make in makers.items()}
        profile = Profile()
        profile.runcall(makers["ours"])
    table.fact("small figure, warm", f"{1000 * seconds['ours']:.0f} ms")
    table.least("FuncAnimation / small figure, warm", seconds["theirs"] / seconds["ours"], 30)
    table.most("calls for a small figure, warm", Stats(profile).total_calls, 35_000, "d")


def timed(make):
    """Yields the seconds of each of any number of runs."""
    while True:
        begun = perf_counter()
        make()
        yield perf_counter() - begun


class Terminal(io.StringIO):
    def isatty(self):
        return True


def progress(table):
    """The share of a long film's time that its progress bar takes."""
    film = filming_of(shape="64x64", every=1, beats=1)
    begun = perf_counter()
    painted = sum(1 for _ in film.part(0, 400))
    frame_s = (perf_counter() - begun) / painted
    count = film.scene.frame_count
    with patch("sys.stderr", Terminal()), patch("poolanim.cli.layer.PATIENCE_S", 0):
        begun = perf_counter()
        with progress_bar() as tell:
            for number in range(1, count + 1):
                tell(number / count)
        bar_s = perf_counter() - begun
    table.most("progress bar, % of the time", 100 * bar_s / (count * frame_s), 1)


MEASURES = {"pictures": (exactness, quality, colours), "times": (sizes, progress, warm)}

if __name__ == "__main__":
    for measure in MEASURES[sys.argv[1]]:
        measure(Table())
