"""Print ratios, measured side by side: whole processes, medians of runs that take turns.

    python -m tests.benchmark [--quick] [--whole] [--docs]

The peers draw the same marks with matplotlib (see peers.py). Long films take them many minutes and
gigabytes: unless `--whole` is said, they are run for fewer frames, and their time for the others
follows from the slope.
`gifsicle` and an `ffmpeg` (also that of the package imageio-ffmpeg) are used if they are there.
`--docs` puts the table into docs/speed.md. The exit code is 1 if something wanted does not hold.
"""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from PIL import Image

from tests.benchmark.table import Table

ROOT = Path(__file__).parents[2]
MIDDLE = {"shape": "16x16", "every": 1, "cells": "numbers", "width": 1920}
"""The width is the largest, which has room for all numbers."""
HEAT = {"shape": "16x16", "every": 1}
LARGE = {"shape": "64x64", "every": 1, "beats": 1}
FOREIGN = {"title": "საშუალო"}
"""What has letters that the package lacks."""
IMPORTS = "import click, numpy; from PIL import Image, GifImagePlugin"
"""What a default figure cannot do without."""
LONG_PEERS = ("funcanimation", "kept")
ALL_FRAMES = 10_000
PACKAGES = ("numpy", "matplotlib", "pillow", "imageio", "av")


class Bench:
    """Runs commands in a folder of its own, and tells their time, peak memory and output."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.cache = self.folder / "cache"
        self.environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has bytecode

    def once(self, command, processors=None, *, cold=False):
        """Seconds, and MB at the peak; with `cold` nothing is in the user's cache folder."""
        environment = self.environment
        if cold:
            shutil.rmtree(self.cache, ignore_errors=True)
            environment = environment | {
                "XDG_CACHE_HOME": str(self.cache),
                "XDG_CONFIG_HOME": str(self.cache),
            }
        begun = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            preexec_fn=processors and (lambda: os.sched_setaffinity(0, processors)),
        )
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{command} failed")
        return perf_counter() - begun, usage.ru_maxrss / 1024

    def each(self, commands, runs, processors=None):
        """Of each of the commands the median seconds and most MB of so many runs, in turns.

        One more run of each comes before, for what it leaves: bytecode, and letters that are kept.
        """
        found = {name: [] for name in commands}
        for _ in range(1 + runs):
            for name, command in commands.items():
                found[name].append(self.once(command, processors, cold=name == "cold"))
        return {
            name: (median(s for s, _ in runs), max(m for _, m in runs))
            for name, (_, *runs) in found.items()
        }

    def timed(self, command, processors):
        """The same of one command."""
        return self.each({"": command}, 3, processors)[""]

    def loads_matplotlib(self, command, *, cold=False):
        """Whether a command of ours imports it."""
        environment = self.environment | ({"XDG_CACHE_HOME": str(self.cache)} if cold else {})
        if cold:
            shutil.rmtree(self.cache, ignore_errors=True)
        command = [command[0], "-X", "importtime", *command[1:]]
        told = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=True
        )
        return "matplotlib" in told.stderr

    def frames(self, name):
        with Image.open(self.folder / name) as image:
            return image.n_frames

    def size(self, name):
        return (self.folder / name).stat().st_size

    def over_gifsicle(self, name):
        """How many times the bytes that gifsicle needs; None without it."""
        if shutil.which("gifsicle") is None:
            return None
        command = ["gifsicle", "-O3", name, "-o", "optimised.gif"]
        subprocess.run(command, cwd=self.folder, check=True)
        return self.size(name) / self.size("optimised.gif")


def ours(output, layer="avg", **fields):
    """Our command for a figure: in steps, as peers draw it, unless `fields` name a motion."""
    fields = {"motion": "steps"} | fields
    options = [part for name, value in fields.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-P", "-m", "poolanim", layer, *options, "-o", output]


def peer(writer, output, frames=ALL_FRAMES, **fields):
    module = ["-m", "tests.benchmark.peers", writer, output, str(frames), "layer=avg"]
    return [sys.executable, *module, *(f"{name}={value}" for name, value in fields.items())]


def told(found):
    seconds, memory = found
    return f"{seconds:.2f} s, {memory:.0f} MB"


def small_film(bench, table, runs):
    """The default figure: time, memory, bytes."""
    found = bench.each(
        {
            "warm": ours("warm.gif"),
            "cold": ours("cold.gif", **FOREIGN),
            "funcanimation": peer("funcanimation", "funcanimation.gif"),
            "kept": peer("kept", "kept.gif"),
            "savefig": peer("savefig", "savefig.gif"),
            "imports": [sys.executable, "-P", "-c", IMPORTS],
            "smooth": ours("smooth.gif", motion="smooth"),
            "scale 2": ours("large.gif", scale=2),
            "webp": ours("warm.webp"),
            "apng": ours("warm.apng"),
            "mp4": ours("warm.mp4"),
            "mp4 peer": peer("funcanimation", "funcanimation.mp4"),
        },
        runs,
    )
    seconds = {name: each[0] for name, each in found.items()}
    memory = {name: each[1] for name, each in found.items()}
    frames = bench.frames("warm.gif")
    for name in ("warm", "cold"):
        table.fact(f"default figure in steps, {frames} frames, GIF, {name}", told(found[name]))
    table.fact("the same, FuncAnimation + PillowWriter", told(found["funcanimation"]))
    table.fact("the same, with kept artists", told(found["kept"]))
    table.fact("the same, savefig + imageio", told(found["savefig"]))
    table.least("FuncAnimation / warm", seconds["funcanimation"] / seconds["warm"], 12)
    table.least("FuncAnimation / cold", seconds["funcanimation"] / seconds["cold"], 5)
    table.most("warm / imports alone", seconds["warm"] / seconds["imports"], 1.8)
    table.fact("default figure, smooth, GIF", told(found["smooth"]))
    table.most("smooth motion / steps", seconds["smooth"] / seconds["warm"], 2.5)
    table.fact("savefig + imageio / warm", f"{seconds['savefig'] / seconds['warm']:.1f}")
    loads = bench.loads_matplotlib(ours("warm.gif"))
    table.most("imports of matplotlib, warm", int(loads), 0, "d")
    loads = bench.loads_matplotlib(ours("cold.gif", **FOREIGN), cold=True)
    table.least("imports of matplotlib, cold", int(loads), 1, "d")
    table.most("peak memory, warm", memory["warm"], 64, ".0f", " MB")
    table.most("peak memory, cold", memory["cold"], 90, ".0f", " MB")
    table.most("scale 2 / scale 1", seconds["scale 2"] / seconds["warm"], 3)
    gif = bench.size("warm.gif")
    table.most("bytes of the GIF in steps", gif / 1000, 200, ".1f", " KB")
    table.most(
        "bytes of the GIF in smooth motion", bench.size("smooth.gif") / 1000, 450, ".1f", " KB"
    )
    vectors(bench, table)
    table.most("GIF / FuncAnimation's", gif / bench.size("funcanimation.gif"), 0.6)
    for ending, most in (("webp", 0.55), ("apng", 1.0), ("mp4", 1.0)):
        table.most(f"bytes of {ending} / GIF", bench.size(f"warm.{ending}") / gif, most)
    table.fact("default figure in steps, MP4", told(found["mp4"]))
    table.fact("the same, FFMpegWriter", told(found["mp4 peer"]))
    table.least("FFMpegWriter / MP4", seconds["mp4 peer"] / seconds["mp4"], 5)
    table.most("peak memory, MP4", memory["mp4"], 130, ".0f", " MB")
    return memory["warm"]


def vectors(bench, table):
    """The bytes of the default figure as an SVG and as a player."""
    bench.once(ours("a.svg"))
    bench.once(ours("a.html"))
    packed = len(gzip.compress((bench.folder / "a.svg").read_bytes()))
    table.most("bytes of the SVG", bench.size("a.svg") / 1000, 45, ".1f", " KB")
    table.most("bytes of the SVG, as servers compress it", packed / 1000, 8, ".1f", " KB")
    table.most("bytes of the player", bench.size("a.html") / 1000, 110, ".1f", " KB")


def small_bytes(bench, table):
    """The GIFs of both layers, passes and kinds of themes against gifsicle."""
    ratios = {}
    for layer in ("avg", "max"):
        for direction in ("forward", "backward"):
            for theme in ("light", "dark"):
                bench.once(ours("a.gif", layer, direction=direction, theme=theme))
                ratios[layer, direction, theme] = bench.over_gifsicle("a.gif")
    if None in ratios.values():
        table.fact("GIF / gifsicle -O3", "no gifsicle here")
        return
    worst = max(ratios, key=ratios.__getitem__)
    what = f"GIF / gifsicle -O3, worst of {len(ratios)} ({', '.join(worst)})"
    table.most(what, ratios[worst], 1.05, ".3f")


def long_film(bench, table, name, fields, peer_frames, wanted):
    """A film of every scan, on so many processors, against a peer.

    Args:
        bench: runs the commands.
        table: takes the rows.
        name: of the film.
        fields: of the figure.
        peer_frames: two numbers of frames that the peer draws, from which its time for all follows;
            None to let it draw all.
        wanted: for numbers of processors, how many times faster that is to be, if it is to be.
    """
    cores = sorted(os.sched_getaffinity(0))
    found = {
        count: bench.timed(ours("long.gif", **fields), set(cores[:count]))
        for count in wanted
        if count <= len(cores)
    }
    frames = bench.frames("long.gif")
    whole = {writer: peer_time(bench, writer, fields, peer_frames, frames) for writer in LONG_PEERS}
    seconds = f"{whole['funcanimation']:.0f} s; {whole['kept']:.0f} s with kept artists"
    how = "reckoned from {} and {}".format(*peer_frames) if peer_frames else "whole"
    table.fact(f"{name}, {frames} frames, FuncAnimation + PillowWriter, {how}", seconds)
    for count, (time, memory) in found.items():
        processors = "one processor" if count == 1 else f"{count} processors"
        table.fact(f"{name}, {processors}", told((time, memory)))
        what, ratio = f"{name}, FuncAnimation / {processors}", whole["funcanimation"] / time
        if wanted[count] is None:
            table.fact(what, f"{ratio:.0f}")
        else:
            table.least(what, ratio, wanted[count], ".0f")
    table.fact(f"{name}, bytes", f"{bench.size('long.gif') / 1e6:.2f} MB")
    ratio = bench.over_gifsicle("long.gif")
    if ratio is not None:
        table.most(f"{name}, GIF / gifsicle -O3", ratio, 1.05, ".3f")
    return max(memory for _, memory in found.values())


def peer_time(bench, writer, fields, peer_frames, frames):
    """Seconds that a peer takes for so many frames, drawn or reckoned."""

    def seconds(count):
        return bench.once(peer(writer, "peer.gif", count, **fields))[0]

    seconds(1)
    if peer_frames is None:
        return seconds(frames)
    few, many = map(seconds, peer_frames)
    slope = (many - few) / (peer_frames[1] - peer_frames[0])
    return many + slope * (frames - peer_frames[1])


def linear(bench, table):
    """Microseconds for each frame beyond the first few, on one processor."""
    core = {min(os.sched_getaffinity(0))}
    base, _ = bench.timed(ours("base.gif", shape="3x3"), core)
    for fields in (
        {"shape": "3x6", "every": 1},
        {"shape": "9x9", "every": 1},
        HEAT,
        {"shape": "32x32", "every": 1},
        LARGE,
    ):
        seconds, _ = bench.timed(ours("l.gif", **fields), core)
        frames = bench.frames("l.gif")
        cost = f"{(seconds - base) / frames * 1e6:.0f} µs"
        table.fact(f"{fields['shape']}, {frames} frames, time for each", cost)


def start(bench, table, runs):
    """What the command line takes to start."""
    found = bench.each(
        {
            "--help": [
                sys.executable,
                "-P",
                "-c",
                "from poolanim.cli import main; main()",
                "--help",
            ],
            "import click": [sys.executable, "-P", "-c", "import click"],
        },
        4 * runs,
    )
    table.most("`--help` / `import click`", found["--help"][0] / found["import click"][0], 1.6)


def inside(table, what):
    """What inside.py measures. It has a process of its own, since a child's peak memory is at
    least what its parent holds when it begins."""
    command = [sys.executable, "-m", "tests.benchmark.inside", what]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            table.say(line.rstrip())
    if process.returncode:
        raise SystemExit(f"{command} failed")


def main():
    quick = "--quick" in sys.argv
    runs = 1 if quick else 7
    table = Table()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    processors = len(os.sched_getaffinity(0))
    table.say(
        f"{date.today()}, {processors} processors of kind {platform.machine()} with a load of "
        f"{os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {versions}."
    )
    table.say("\n| what | measured | wanted |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        start(bench, table, runs)
        memory = small_film(bench, table, runs)
        small_bytes(bench, table)
        inside(table, "pictures")
        counts = None if "--whole" in sys.argv else (20, 60) if quick else (50, 200)
        middle = f"16x16 with numbers, {MIDDLE['width']} pixels wide"
        long_film(bench, table, middle, MIDDLE, counts, {1: 300})
        long_film(bench, table, "16x16 in colours", HEAT, counts, {1: None})
        peak = long_film(bench, table, "64x64 in colours", LARGE, counts, {1: 150, 2: 250})
        table.most("peak memory, 64x64 / default figure", peak / memory, 1.15)
        linear(bench, table)
        inside(table, "times")
    if "--docs" in sys.argv:
        page = ROOT / "docs" / "speed.md"
        before, begun, rest = page.read_text("utf-8").partition("<!-- benchmark -->\n")
        _, ended, after = rest.partition("<!-- end -->\n")
        text = "".join([before, begun, *(f"{line}\n" for line in table.lines), ended, after])
        page.write_text(text, "utf-8")
    sys.exit(int(table.broken))


if __name__ == "__main__":
    main()
