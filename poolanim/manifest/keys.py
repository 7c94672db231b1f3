"""The keys of a manifest: those of the command line, by the names of a figure's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.figure import Figure
from poolanim.formats import checking
from poolanim.formats.outputs import OPTIONS_OF_OUTPUTS
from poolanim.parameters.table import PARAMETERS
from poolanim.records import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FIGURE_KEYS = fields(Figure)
SHARED_KEYS = ("output", "for", "embed", "embed_base", *OPTIONS_OF_OUTPUTS, *FIGURE_KEYS)
"""The keys of `[defaults]`."""
ENTRY_KEYS = ("name", "about", *SHARED_KEYS)
TOLD = ("title", "about")
"""The keys that describe a file on pages."""
HEAD_KEYS = ("defaults", "figure", "include", "out", "page", *TOLD)
PAGES = {".html": "html", ".md": "markdown"}
"""The endings of pages, each with the template that embeds figures in such a page."""
ALIASES = {alias: entry.name for entry in PARAMETERS for alias in entry.aliases}
"""The field of each alternative key: `size` means kernel_size."""
FILES: dict[str, Callable[[str], bool]] = {**checking.FILES, "embed": lambda name: "." in name}
"""The keys whose text may name a file, each with a function that returns whether it does."""


def canonical(table: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a table with the name of a field for each key.

    Example:
        >>> canonical({"size": 3, "seed": 1})
        {'kernel_size': 3, 'seed': 1}
    """
    return {ALIASES.get(key, key): value for key, value in table.items()}


def named_outputs(given: object) -> list[str]:
    """Returns the files that the key `output` names: one, or a list.

    Raises:
        ParameterError: it names none.

    Example:
        >>> named_outputs("max.gif")
        ['max.gif']
    """
    paths: list[Any] = given if isinstance(given, list) else [given]
    if not paths or not all(isinstance(path, str) and path for path in paths):
        raise ParameterError.about("output", given, "give the name of a file, or a list of them")
    return paths
