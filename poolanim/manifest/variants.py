"""From a `[[figure]]` table to its figures: one, or one for each combination of its matrix.

```toml
[[figure]]
name = "max-{theme}"
layer = "max"
[figure.matrix]
kernel_size = [2, 3]
theme = ["light", "dark"]
seed = { first = 0, last = 9 }
```
"""

from __future__ import annotations

import math
import re
from itertools import product
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, shown, suggestion
from poolanim.files.limits import FIGURES
from poolanim.manifest.keys import ALIASES
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PLAIN = re.compile(r"[\w.+-]+")
_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@frozen
class Variant:
    """A figure as a manifest spells it.

    Attributes:
        name: of the figure.
        fields: the values of its keys.
        labels: the texts for words in braces: the name, and each value of its matrix.
    """

    name: str
    fields: Mapping[str, Any]
    labels: Mapping[str, str]


def variants_of(
    table: Mapping[str, Any], defaults: Mapping[str, Any], axes: Mapping[str, Sequence[Any]]
) -> Iterator[Variant]:
    """Returns the figures of a table.

    Args:
        table: the keys of a figure, with its name.
        defaults: the values of keys that the table lacks.
        axes: the values of its matrix. The values of the last key change fastest. The name gets
            the values of keys that it does not name in braces.

    Raises:
        ParameterError: the name has an unknown word in braces.

    Example:
        >>> axes = {"kernel_size": [2, [3, 1]], "theme": ["dark"]}
        >>> [variant.name for variant in variants_of({"name": "max"}, {}, axes)]
        ['max-2-dark', 'max-3x1-dark']
        >>> [variant.name for variant in variants_of({"name": "{theme}/{size}"}, {}, axes)]
        ['dark/2', 'dark/3x1']
    """
    given: str = table["name"]
    named = {ALIASES.get(word, word) for word in _IN_BRACES.findall(given)}
    template = "-".join([given, *(f"{{{key}}}" for key in axes if key not in named)])
    shared = {**defaults, **table}
    spelled = [
        [(value, label(value, place)) for place, value in enumerate(values, 1)]
        for values in axes.values()
    ]
    for chosen in product(*spelled):
        labels = {key: text for key, (_, text) in zip(axes, chosen, strict=True)}
        name = filled("name", template, labels)
        values = {key: value for key, (value, _) in zip(axes, chosen, strict=True)}
        yield Variant(name, {**shared, **values, "name": name}, {**labels, "name": name})


def axes_of(matrix: object) -> dict[str, Sequence[Any]]:
    """Returns the values of each key of a matrix.

    Raises:
        ParameterError: the matrix is no table of lists and ranges, or is too large.

    Example:
        >>> axes_of({"seed": {"first": 3, "last": 5}})
        {'seed': range(3, 6)}
    """
    if not isinstance(matrix, dict):
        raise ParameterError.about("matrix", matrix, "write a table [figure.matrix] of lists")
    axes = {key: _axis(key, values) for key, values in matrix.items()}
    count = count_of(axes)
    if count > FIGURES:
        message = f"matrix makes {count:,} figures; give at most {FIGURES:,}"
        raise ParameterError(message, field="matrix")
    return axes


def count_of(axes: Mapping[str, Sequence[Any]]) -> int:
    """Returns the number of figures of a matrix.

    Example:
        >>> count_of({"seed": range(3), "theme": ["light", "dark"]}), count_of({})
        (6, 1)
    """
    return math.prod(map(len, axes.values()))


def _axis(key: str, values: object) -> Sequence[Any]:
    if isinstance(values, dict) and values.keys() == {"first", "last"}:
        first, last = values["first"], values["last"]
        if isinstance(first, int) and isinstance(last, int) and first <= last:
            if last - first >= FIGURES:
                raise ParameterError(
                    f"{key} of the matrix is a range of more than {FIGURES:,} numbers, the limit; "
                    "give a smaller one",
                    field=key,
                )
            return range(first, last + 1)
    elif isinstance(values, list) and values:
        return values
    raise ParameterError(
        f"{key} of the matrix is {shown(values)}; give a list of values, or whole numbers "
        "such as {first = 0, last = 9}",
        field=key,
    )


def label(value: object, place: int) -> str:
    """Returns the spelling of a value in names; its place in the list if it has none.

    Example:
        >>> [label(value, 7) for value in ("dark", 3, [3, 2], "1 2; 3 4")]
        ['dark', '3', '3x2', '7']
    """
    if isinstance(value, list) and all(isinstance(item, int) for item in value):
        value = "x".join(map(str, value))
    text = str(value)
    return text if _PLAIN.fullmatch(text) else str(place)


def filled(key: str, template: str, labels: Mapping[str, str]) -> str:
    """Returns a text with the words in braces replaced.

    Raises:
        ParameterError: a word is unknown.

    Example:
        >>> filled("output", "x/{name}.gif", {"name": "max"})
        'x/max.gif'
    """

    def text(word: re.Match[str]) -> str:
        value = labels.get(ALIASES.get(word[1], word[1]))
        if value is None:
            known = suggestion(word[1], labels) if labels else "only a matrix has such words"
            message = f"{key} is {template!r}, but {word[0]} is unknown; {known}"
            raise ParameterError(message, field=key)
        return value

    return _IN_BRACES.sub(text, template)
