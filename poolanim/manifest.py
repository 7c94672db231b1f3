"""Manifests: many figures in one TOML file, spelled as the options of the command line are.

```toml
[[figure]]
name = "max-backward"
layer = "max"
kernel_size = 2
output = ["max.gif", "max.mp4"]
```
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, PoolanimError, reason, suggestion
from poolanim.figure import Figure
from poolanim.outputs import OPTIONS_OF_OUTPUTS, plan
from poolanim.sources import names_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poolanim.outputs import Output

FIGURE_KEYS = tuple(field.name for field in fields(Figure))
ENTRY_KEYS = ("name", "output", *OPTIONS_OF_OUTPUTS, *FIGURE_KEYS)
SOURCE_KEYS = ("input", "grad")


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of a manifest.

    Attributes:
        name: what reports call it.
        figure: its spec.
        outputs: what it is written to, relative to the folder of results.
    """

    name: str
    figure: Figure
    outputs: tuple[Output, ...]


def read_manifest(path: Path) -> list[Entry]:
    """The figures of a manifest. Files that they read are relative to it.

    Raises:
        ParameterError: it cannot be read, or says something that cannot be done.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ParameterError(
            f"manifest {path}: {reason(error)}; give the path of a TOML file"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParameterError(f"manifest {path}: not TOML: {error}") from None
    tables = content.pop("figure", [])
    if content:
        raise ParameterError(
            f"manifest {path}: {next(iter(content))!r} is no key of a manifest; "
            "every figure is a [[figure]] table"
        )
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ParameterError(f"manifest {path}: figure is no table; write [[figure]] above each")
    if not tables:
        raise ParameterError(f"manifest {path}: holds no figure; add a [[figure]] table")
    entries: list[Entry] = []
    for number, table in enumerate(tables, start=1):
        name = table.get("name", f"number {number}")
        try:
            entry = _entry(table, path.parent)
            if entry.name in [other.name for other in entries]:
                raise ParameterError("has the name of another; give each its own")
        except PoolanimError as error:
            raise ParameterError(f"manifest {path}: figure {name}: {error}") from None
        entries.append(entry)
    return entries


def _entry(table: Mapping[str, Any], folder: Path) -> Entry:
    for key in table:
        if key not in ENTRY_KEYS:
            raise ParameterError(f"{key!r} is no key of a figure; {suggestion(key, ENTRY_KEYS)}")
    for key in ("name", "layer"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise ParameterError(f"{key} is missing or no text; give one")
    output = table.get("output", f"{table['name']}.gif")
    paths = output if isinstance(output, list) else [output]
    if not paths or not all(isinstance(path, str) and path for path in paths):
        raise ParameterError(f"output is {output!r}; give the name of a file, or a list of them")
    spec = {key: value for key, value in table.items() if key in FIGURE_KEYS}
    for key in SOURCE_KEYS:
        if isinstance(spec.get(key), str) and names_file(spec[key]):
            spec[key] = str(folder / spec[key])
    outputs = plan(paths, **{key: table.get(key) for key in OPTIONS_OF_OUTPUTS})
    return Entry(table["name"], Figure(**spec), tuple(outputs))
