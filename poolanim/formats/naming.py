"""The default names of files. Different figures get different names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poolanim.figure import Figure
from poolanim.grids.sources import STDIN, WORDS
from poolanim.parameters.sizes import by
from poolanim.parameters.table import PARAMETERS
from poolanim.records import fields
from poolanim.theme import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.formats.outputs import Output
    from poolanim.tracing.record import Trace

LETTERED = [entry for entry in PARAMETERS if entry.letter is not None]
"""The parameters that have a letter in the name of a file."""
UNNAMED = {"padding": (0, 0), "dilation": (1, 1)}
"""Values that are left out of the name."""
WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,11}(\.[0-9]{1,6})?")
"""The values that a name can contain on any system."""
LONGEST = 100
"""The number of characters after which the remaining fields become digits of a hash."""
DIGITS = 8


def default_name(figure: Figure, record: Trace, *, without: Iterable[str] = ()) -> str:
    """Returns the default name of a figure's files, without an ending.

    The name contains the layer, the direction and the sizes, then each field that is not the
    default. Grids, texts and files become digits of a hash.

    Args:
        figure: the figure.
        record: the trace of the figure.
        without: fields whose values are added later.

    Example:
        >>> from poolanim import Figure
        >>> from poolanim.pipeline import run
        >>> figure = Figure(layer="avg", shape="5x4")
        >>> default_name(figure, run(figure))
        'avg-backward-5x4-k3-s1'
        >>> dark = Figure(layer="avg", shape="5x4", seed=3, theme="dark")
        >>> default_name(dark, run(dark))
        'avg-backward-5x4-k3-s1-seed-3-dark'
    """
    parts = [figure.layer, figure.direction, by(figure.shape or record.size)]
    for entry in LETTERED:
        value = getattr(figure, entry.name)
        if value is not None and value != UNNAMED.get(entry.name):
            parts.append(f"{entry.letter}{entry.domain.spell(value)}".replace(":", "."))
    others = _unusual(figure)
    for name in ("shape", *without):
        others.pop(name, None)
    if any(getattr(figure, name) == STDIN for name in WORDS):
        others["numbers"] = {name: grid.tolist() for name, grid in record.grids.items()}
    return "-".join([*parts, *_words(others)])


def _unusual(figure: Figure) -> dict[str, Any]:
    """Returns the fields without a letter that have a value other than the default of the layer."""
    whose = Figure(layer=figure.layer, like=figure.like, code=figure.code)
    usual = vars(whose) | {"like": None, "code": Figure.code}
    named = {"layer", "direction", *(entry.name for entry in LETTERED)}
    return {
        name: value
        for name in fields(figure)
        if name not in named and (value := getattr(figure, name)) not in (None, usual[name])
    }


def named_by_options(output: Output) -> Output:
    """Returns an output with its options in its name.

    Example:
        >>> from poolanim.formats.outputs import Output
        >>> named_by_options(Output("out/a.png", still=3)).path
        'out/a-still-3.png'
    """
    for name, value in output.options.items():
        output = output.named(_word(name, value))
    return output


def _digest(values: dict[str, Any]) -> str:
    """Returns a word that differs for different values."""
    from hashlib import sha256  # takes time to import, and few names need it

    return sha256(repr(sorted(values.items())).encode()).hexdigest()[:DIGITS]


def _words(values: dict[str, Any]) -> list[str]:
    """Returns a word for each value that can be in a name, and one for all other values."""
    words: dict[str, str] = {}
    for name, value in values.items():
        plain = WORD.fullmatch(str(value)) is not None or isinstance(value, bool)
        if plain and len("-".join(words.values())) < LONGEST:
            words[name] = _word(name, value)
    rest = {name: value for name, value in values.items() if name not in words}
    theme = [words.pop("theme")] if "theme" in words else []
    digits = [_digest(rest)] if rest else []
    return [*words.values(), *digits, *theme]


def _word(name: str, value: object) -> str:
    """Returns a field with its value; the name of a theme without its field.

    Example:
        >>> _word("step_ms", 500), _word("ceil_mode", True), _word("theme", "dark")
        ('step-ms-500', 'ceil-mode', 'dark')
    """
    name = name.replace("_", "-")
    if name == "theme":
        return short_name(str(value))
    if isinstance(value, bool):
        return name if value else f"no-{name}"
    return f"{name}-{value}"
