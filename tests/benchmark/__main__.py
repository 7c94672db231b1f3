"""Print ratios, measured side by side: whole processes, medians of interleaved runs.

    python -m tests.benchmark [--quick]

The peers draw the same marks with matplotlib (see peers.py). The longest of them would take ten
minutes and more, and gigabytes: it is run for fewer frames, and its time for the others follows
from the slope. `gifsicle` and an `ffmpeg` (also of the package imageio-ffmpeg) are used if they are
there.
"""

from __future__ import annotations

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

ROOT = Path(__file__).parents[2]
SMALL = ["--shape", "5x5"]
MIDDLE = ["--shape", "16x16", "--every", "1"]
LARGE = ["--shape", "64x64", "--every", "1", "--beats", "1"]
FOREIGN_TITLE = "Mittelwert-Pooling für Anfänger"


class Bench:
    """Runs commands in a folder of its own, and tells their time, peak memory and output."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.cache = self.folder / "cache"
        self.environment = os.environ | {"XDG_CACHE_HOME": str(self.cache), "PYTHONPATH": str(ROOT)}

    def once(self, command, processors=None):
        """Seconds, and MB at the peak."""
        begun = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            preexec_fn=processors and (lambda: os.sched_setaffinity(0, processors)),
        )
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{command} failed")
        return perf_counter() - begun, usage.ru_maxrss / 1024

    def median(self, commands, runs):
        """Of each of the commands the median seconds and MB of so many runs, taking turns."""
        found = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                found[name].append(self.once(command))
        return {
            name: (median(s for s, _ in each), median(m for _, m in each))
            for name, each in found.items()
        }

    def size(self, name):
        return (self.folder / name).stat().st_size


def ours(output, *options):
    return [sys.executable, "-m", "poolanim", "avg", *options, "-o", output]


def peer(writer, ending, frames, output, *fields):
    module = ["-m", "tests.benchmark.peers", writer, ending, str(frames), output]
    return [sys.executable, *module, "layer=avg", *fields]


def row(what, value, wanted=""):
    print(f"| {what} | {value} | {wanted} |", flush=True)


def small_film(bench, runs):
    """The default figure: time, memory, bytes."""
    cold = bench.cache
    commands = {
        "warm": ours("warm.gif"),
        "cold": [*ours("cold.gif"), "--title", FOREIGN_TITLE],
        "funcanimation": peer("funcanimation", "gif", 99, "funcanimation.gif"),
        "savefig": peer("savefig", "gif", 99, "savefig.gif"),
        "scale 2": ours("large.gif", "--scale", "2"),
        "webp": ours("warm.webp"),
        "apng": ours("warm.apng"),
    }
    found = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            shutil.rmtree(cold, ignore_errors=True)  # what a first run finds
            found[name].append(bench.once(command))
    times = {name: median(s for s, _ in each) for name, each in found.items()}
    memory = {name: max(m for _, m in each) for name, each in found.items()}
    for name in commands:
        row(f"default figure, {name}", f"{times[name]:.2f} s, {memory[name]:.0f} MB")
    for name, wanted in (("warm", 12), ("cold", 5)):
        ratio = times["funcanimation"] / times[name]
        row(f"FuncAnimation + PillowWriter / {name}", f"{ratio:.1f}", f">= {wanted}")
        row(f"savefig + imageio / {name}", f"{times['savefig'] / times[name]:.1f}")
    row("scale 2 / scale 1", f"{times['scale 2'] / times['warm']:.2f}", "<= 3")
    gif = bench.size("warm.gif")
    row("GIF", f"{gif / 1000:.1f} KB")
    row("GIF / FuncAnimation's", f"{gif / bench.size('funcanimation.gif'):.2f}", "<= 0.6")
    row("WebP / GIF", f"{bench.size('warm.webp') / gif:.2f}", "<= 0.55")
    row("APNG / GIF", f"{bench.size('warm.apng') / gif:.2f}")
    gif_against_gifsicle(bench, "warm.gif")
    return memory["warm"]


def gif_against_gifsicle(bench, name):
    if shutil.which("gifsicle") is None:
        row(f"{name} / gifsicle -O3", "no gifsicle here")
        return
    command = ["gifsicle", "-O3", name, "-o", "optimised.gif"]
    subprocess.run(command, cwd=bench.folder, check=True)
    ratio = bench.size(name) / bench.size("optimised.gif")
    row(f"{name} / gifsicle -O3", f"{ratio:.3f}", "<= 1.05")


def video(bench, runs):
    """The default figure as MP4."""
    commands = {
        "ours": ours("ours.mp4"),
        "FFMpegWriter": peer("funcanimation", "mp4", 99, "funcanimation.mp4"),
        "savefig + imageio": peer("savefig", "mp4", 99, "savefig.mp4"),
    }
    found = bench.median(commands, runs)
    for name, (seconds, memory) in found.items():
        row(f"MP4, {name}", f"{seconds:.2f} s, {memory:.0f} MB")
    seconds, memory = found["ours"]
    row("MP4, FFMpegWriter / ours", f"{found['FFMpegWriter'][0] / seconds:.1f}", ">= 5")
    row("MP4, peak memory", f"{memory:.0f} MB", "< 130 MB")
    row("MP4 / GIF", f"{bench.size('ours.mp4') / bench.size('warm.gif'):.2f}", "<= 1.0")


def long_film(bench, name, options, fields, frames, peer_frames, wanted):
    """A long film on one processor and on two, against a peer that may stop early."""
    first, last = peer_frames
    seconds = {}
    for count in {first, last}:
        seconds[count], memory = bench.once(
            peer("funcanimation", "gif", count, "peer.gif", *fields)
        )
    slope = (seconds[last] - seconds[first]) / (last - first)
    whole = seconds[last] + slope * (frames - last)
    told = "" if last == frames else f", from {first} and {last} frames"
    row(f"{name}, FuncAnimation + PillowWriter", f"{whole:.0f} s{told}")
    cores = sorted(os.sched_getaffinity(0))
    peaks = []
    for count in (1, 2):
        if len(cores) < count:
            continue
        runs = [bench.once(ours("long.gif", *options), set(cores[:count])) for _ in range(3)]
        time, memory = median(s for s, _ in runs), max(m for _, m in runs)
        peaks.append(memory)
        row(f"{name}, {count} processor(s)", f"{time:.2f} s, {memory:.0f} MB")
        row(f"{name}, peer / {count} processor(s)", f"{whole / time:.0f}", wanted.get(count, ""))
    row(f"{name}, bytes", f"{bench.size('long.gif') / 1e6:.2f} MB")
    gif_against_gifsicle(bench, "long.gif")
    return max(peaks)


def linear(bench):
    """Microseconds for each frame beyond the first few, on one processor."""
    core = {min(os.sched_getaffinity(0))}
    base, _ = bench.once(ours("base.gif", "--shape", "3x3"), core)
    for shape, options, frames in (
        ("3x6", [], 9),
        ("9x9", [], 99),
        ("16x16", [], 393),
        ("32x32", [], 1801),
        ("64x64", ["--every", "39"], 201),
        ("64x64", ["--every", "4"], 1923),
        ("64x64", ["--beats", "1"], 3845),
    ):
        times = [bench.once(ours("l.gif", "--shape", shape, *options), core) for _ in range(3)]
        seconds = median(time for time, _ in times)
        name = " ".join(["one processor,", shape, *options])
        row(f"{name}, {frames} frames", f"{(seconds - base) / frames * 1e6:.0f} us a frame")


def start(bench, runs):
    """What the command line takes to start."""
    commands = {
        "--help": [sys.executable, "-m", "poolanim", "--help"],
        "import click": [sys.executable, "-c", "import click"],
    }
    found = bench.median(commands, 4 * runs)
    row("--help / import click", f"{found['--help'][0] / found['import click'][0]:.2f}", "<= 1.6")


def main():
    runs = 1 if "--quick" in sys.argv else 5
    packages = ("numpy", "matplotlib", "pillow", "imageio", "av")
    print(f"{date.today()}, Python {platform.python_version()},", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in packages))
    print("\n| what | measured | wanted |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        start(bench, runs)
        memory = small_film(bench, runs)
        video(bench, runs)
        long_film(bench, "16x16", MIDDLE, ["shape=16x16"], 393, (100, 393), {1: ">= 300"})
        fields = ["shape=64x64", "beats=1"]
        wanted = {1: ">= 150", 2: ">= 250"}
        peak = long_film(bench, "64x64", LARGE, fields, 3845, (60, 180), wanted)
        row("peak memory of 3,845 frames / of 19", f"{peak / memory:.2f}", "<= 1.15")
        linear(bench)


if __name__ == "__main__":
    main()
