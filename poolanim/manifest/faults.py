"""The mistakes of one figure of a manifest, and of the keys outside of figures."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, PoolanimError, nearest, shown, suggestion
from poolanim.formats.looks import LOOKS, several
from poolanim.formats.outputs import OUTPUT_PARAMETERS, plan
from poolanim.grids.sources import STDIN, WORDS
from poolanim.layers.names import LayerName
from poolanim.layers.table import LAYERS
from poolanim.manifest.entries import entry
from poolanim.manifest.keys import ALIASES, FILES, HEAD_KEYS, SHARED_KEYS, TOLD, named_outputs
from poolanim.manifest.variants import Variant
from poolanim.parameters.table import PARAMETERS
from poolanim.publish.presets import load_preset
from poolanim.records.tuples import NamedTuple
from poolanim.theme import is_file, load_theme

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator, Mapping
    from pathlib import Path

    from poolanim.manifest.entries import Entry
    from poolanim.parameters.parameter import Parameter

Key = tuple[str, ...]
"""A key after the tables that contain it, in a figure or outside of all figures."""

CHECKED: Mapping[str, Parameter[Any, Any]] = {
    each.name: each for each in (*PARAMETERS, *OUTPUT_PARAMETERS)
}
"""The parameters whose values can be checked alone."""


class Fault(NamedTuple):
    """A mistake.

    Attributes:
        key: the key that is wrong.
        message: the mistake, and what to do.
        figure: the name of the figure; None outside of figures.
    """

    key: Key
    message: str
    figure: str | None = None


def faulty_fields(variant: Variant, folder: Path) -> Generator[Fault, None, Entry | None]:
    """Yields the mistakes of a figure's fields. Returns the figure without the wrong fields."""
    fields = dict(variant.fields)
    left_out: set[str] = set()
    while True:
        try:
            made = entry(Variant(variant.name, fields, variant.labels), folder)
            break
        except PoolanimError as error:
            key = error.field or "figure"
            if left_out.isdisjoint((key, *error.depends)):  # otherwise it may follow from another
                yield Fault((key,), str(error))
            if key == "layer":  # with another layer, the other fields can be checked
                fields[key] = next(name for name in LAYERS if name != fields.get(key))
            elif fields.pop(key, None) is None:
                return None
            left_out.add(key)
    for key, text, path in made.files:
        if not os.path.isfile(path):  # noqa: PTH113
            yield Fault((key,), _missing(key, text))
    for key in WORDS:
        if getattr(made.figure, key) == STDIN:
            yield Fault((key,), f"{key} is '-'; a manifest cannot read standard input; name a file")
    return made


def fault_of(theme: str) -> Fault | None:
    """Returns the mistake of a theme; None if it has none, or is a file that does not exist."""
    if is_file(theme) and not os.path.isfile(theme):  # noqa: PTH113  # which is reported already
        return None
    try:
        load_theme(theme)
    except ParameterError as error:
        return Fault(("theme",), str(error))
    return None


def _missing(key: str, text: str) -> str:
    return f"{key} is {text!r}, but there is no such file; name an existing one"


def faults_outside(head: Mapping[str, Any], folder: Path) -> Iterator[Fault]:
    """Returns the mistakes outside of figures, of a file in a folder."""
    for key, value in head.items():
        if key not in HEAD_KEYS:
            hint = suggestion(key, HEAD_KEYS)
            yield Fault((key,), f"{key!r} is no key of a manifest; {hint}")
        elif key == "figure":
            yield Fault((key,), "figure is no list of tables; write [[figure]] above each")
        elif key == "defaults" and not isinstance(value, dict):
            yield Fault((key,), f"defaults is {shown(value)}; write a table [defaults]")
        elif key == "out" and not (isinstance(value, str) and value):
            yield Fault((key,), f"out is {shown(value)}; give the path of a folder")
        elif key in TOLD and not isinstance(value, str):
            yield Fault((key,), f"{key} is {shown(value)}; give text")
        elif key == "defaults":
            yield from unknown((key,), value, SHARED_KEYS)
            yield from faulty_defaults(value, folder)


def faulty_defaults(defaults: Mapping[str, Any], folder: Path) -> Iterator[Fault]:
    """Returns the mistakes of defaults that no figure can have, even if every figure sets its own.

    Example:
        >>> from pathlib import Path
        >>> list(faulty_defaults({"size": 0, "seed": 1}, Path()))[0].message
        'kernel_size is 0; each number must be at least 1'
    """
    for key, value in defaults.items():
        try:
            for each in several(key, value) if key in LOOKS else [value]:
                _check_alone(ALIASES.get(key, key), each, folder)
        except PoolanimError as error:
            yield Fault(("defaults", key), str(error))


def _check_alone(key: str, value: Any, folder: Path) -> None:
    """Raises PoolanimError if no figure can have a value of a key."""
    if key in FILES and isinstance(value, str) and FILES[key](value):
        if not (folder / value).is_file():
            raise ParameterError(_missing(key, value))
    elif key in CHECKED:
        domain = CHECKED[key].domain
        domain.check(key, domain.simplified(value))
    elif key == "layer":
        LayerName(LAYERS).check(key, value)
    elif key == "for":
        load_preset(value)
    elif key == "output":
        plan(named_outputs(value))
    if key == "theme" and not is_file(value):
        load_theme(value)


def unknown(path: Key, table: Mapping[str, Any], known: Collection[str]) -> Iterator[Fault]:
    """Returns the keys of a table that are unknown, or that mean the same as another key."""
    fields: set[str] = set()
    for key in table:
        field = ALIASES.get(key, key)
        if field not in known:
            spellings = {alias for alias, meant in ALIASES.items() if meant in known}
            owner = ".".join(path) or "a figure"
            near = nearest(key, sorted(spellings.union(known)))
            hint = f"did you mean {near!r}?" if near else "poolanim schema prints all keys"
            yield Fault((*path, key), f"{key!r} is no key of {owner}; {hint}")
        elif field in fields:
            yield Fault((*path, key), f"{key} means the same as another key; leave one out")
        fields.add(field)
