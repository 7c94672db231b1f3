"""Advice after a mistake on the command line: which option or command does what was meant."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from poolanim.errors import nearest
from poolanim.layers.names import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MEANT = {
    "--input": ("array", "data", "file", "grid", "image", "matrix", "numbers", "values", "x"),
    "--size": ("filter-size", "k", "kernel-shape", "pool-size", "window", "window-size"),
    "--stride": ("step", "strides", "subsample"),
    "--padding": ("border", "pad", "pads"),
    "--dilation": ("dilation-rate", "dilations", "rate"),
    "--shape": ("input-shape", "input-size", "rows"),
    "--direction": ("backprop", "backward", "forward", "mode", "pass"),
    "--step-ms": ("delay", "duration", "fps", "frame-rate", "framerate", "interval", "speed"),
    "--hold-ms": ("hold", "pause"),
    "--scale": ("dpi", "retina", "zoom"),
    "--width": ("px", "resolution"),
    "--aspect": ("height", "orientation", "ratio"),
    "--theme": ("cmap", "color", "colors", "colour", "colours", "palette", "style"),
    "--poster": ("cover", "first-frame", "preview", "thumbnail"),
    "--precision": ("decimals", "digits", "round"),
    "--loop": ("loops", "repeat"),
    "--output": ("dest", "out", "save", "to"),
    "--format": ("type",),
    "--seed": ("random-seed", "random-state", "rng"),
    "--kernel": ("filter-weights", "weight", "weights"),
    "--out": ("folder", "output", "output-dir"),
    "--jobs": ("processes", "threads", "workers"),
}
"""Words that people type, by the option that does what they mean."""


def unknown_option(given: str, options: Iterable[click.Parameter]) -> str:
    """Returns the advice for an option that a command does not have.

    Args:
        given: such as `--fps`.
        options: those of the command; hidden ones are not advised.

    Example:
        >>> unknown_option("--pad", [click.Option(["--padding"], help="Cells. Added.")])
        'no option --pad; use --padding: Cells.'
        >>> unknown_option("--stide", [click.Option(["--stride"]), click.Option(["--p"])])
        'no option --stide; did you mean --stride?'
    """
    shown = [each for each in options if isinstance(each, click.Option) and not each.hidden]
    known = {flag: each for each in shown for flag in (*each.opts, *each.secondary_opts)}
    word = given.lstrip("-").lower()
    for flag, words in MEANT.items():
        if word in words and flag in known:
            return f"no option {given}; use {flag}: {_first_sentence(known[flag].help or '')}"
    near = nearest(word, [flag[2:] for flag in known if flag.startswith("--")])
    advice = f"did you mean --{near}?" if near else "see --help for all options"
    return f"no option {given}; {advice}"


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].split("  [")[0].rstrip(".") + "."


def unknown_command(given: str, known: Collection[str]) -> str:
    """Returns the advice for a command that there is not.

    Example:
        >>> unknown_command("MaxPool2d", ["avg", "max"])
        "no command 'MaxPool2d'; did you mean 'max'?"
        >>> unknown_command("help", ["avg", "max"])
        "no command 'help'; use --help, or such as avg --help"
    """
    if given.lower() == "help":
        return f"no command {given!r}; use --help, or such as {next(iter(known))} --help"
    return f"no command {given!r}; {meant(given, known)}"


def stray(words: list[str], *, takes_input: bool) -> str:
    """Returns the advice for words that belong to no option.

    Example:
        >>> stray(["1 2; 3 4"], takes_input=True)
        "'1 2; 3 4' belongs to no option; if it is the grid, use --input '1 2; 3 4'"
    """
    first = words[0]
    advice = (
        f"if it is the grid, use --input {shlex.quote(first)}" if takes_input else "leave it out"
    )
    return f"{first!r} belongs to no option; {advice}"
