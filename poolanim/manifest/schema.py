"""A JSON Schema of manifests, by which editors complete and check them.

It is made from the fields of `Figure` and `Output`, so that it knows what they know.
"""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from poolanim.figure import LIMITS, Figure
from poolanim.formats.outputs import OPTIONS_OF_OUTPUTS, Output
from poolanim.grids.text import RANKS
from poolanim.layers.table import LAYERS
from poolanim.manifest.keys import ALIASES, FIGURE_KEYS
from poolanim.options import OPTIONS, OUTPUT_OPTIONS
from poolanim.publish.presets import presets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from dataclasses import Field

Schema = dict[str, Any]

PAIR: list[Schema] = [
    {"type": "integer"},
    {"type": "string"},
    {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
]


def _numbers(rank: int) -> Schema:
    """Lists of numbers, or lists of such, so many deep at most."""
    number: Schema = {"type": "number"}
    items = number if rank == 1 else {"anyOf": [number, _numbers(rank - 1)]}
    return {"type": "array", "items": items}


KINDS: dict[str, list[Schema]] = {
    "None": [],  # a key that is left out
    "bool": [{"type": "boolean"}],
    "int": [{"type": "integer"}],
    "str": [{"type": "string"}],
    "Sequence[str]": [{"type": "array", "items": {"type": "string"}}],
    "Source": [{"type": "string"}, _numbers(max(RANKS))],
    "float": [{"type": "number"}],
    "PairField[None]": PAIR,
    "PaddingField[None]": [
        *PAIR,
        {"type": "array", "items": {"anyOf": [PAIR[0], PAIR[2]]}, "minItems": 2, "maxItems": 2},
    ],
}
"""What each part of a field's type allows."""
TEXTS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
RANGE: Schema = {
    "type": "object",
    "properties": {"first": {"type": "integer"}, "last": {"type": "integer"}},
    "required": ["first", "last"],
    "additionalProperties": False,
}


def schema_text() -> str:
    """The schema as JSON.

    Example:
        >>> json.loads(schema_text())["title"]
        'A manifest of poolanim'
    """
    return json.dumps(_schema(), indent=2, ensure_ascii=False) + "\n"


def _schema() -> Schema:
    figure = _keys(Figure, FIGURE_KEYS)
    aliases = {alias: field for alias, field in ALIASES.items() if field in figure}
    keys = {
        "name": {"type": "string", "description": "What reports and the lock file call it."},
        "output": TEXTS | {"description": "Files, relative to the folder of results."},
        "for": {"enum": list(presets()), "description": "The place that its files are for."},
        "embed": {"type": "string", "description": "The template of what embeds its files."},
        **_keys(Output, OPTIONS_OF_OUTPUTS),
        **figure,
    }
    own = {key: _of(key) for key in keys} | {alias: _of(key) for alias, key in aliases.items()}
    axes = {key: {"anyOf": [_list(_of(key)), RANGE]} for key in figure}
    axes |= {alias: axes[field] for alias, field in aliases.items()}
    shared = {key: ref for key, ref in own.items() if key != "name"}
    matrix = _table(axes, "Lists of values; each combination of them is a figure.")
    each = _table({**own, "matrix": matrix}, "A figure.") | {"required": ["name"]}
    head = {
        "title": {"type": "string", "description": "What stands above its figures on a page."},
        "about": {"type": "string", "description": "What stands under the title."},
        "page": TEXTS | {"description": "Pages of all figures, .html or .md."},
        "include": TEXTS | {"description": "Other manifests, relative to this one."},
        "defaults": _table(shared, "Keys of all figures of this file that do not say otherwise."),
        "figure": _list(each),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A manifest of poolanim",
        **_table(head, "Many figures."),
        "definitions": keys,
    }


def _of(key: str) -> Schema:
    return {"$ref": f"#/definitions/{key}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _table(properties: Schema, told: str) -> Schema:
    return {
        "type": "object",
        "description": told,
        "properties": properties,
        "additionalProperties": False,
    }


def _keys(spec: type, names: Iterable[str]) -> Schema:
    """A schema for each field of a dataclass that is named."""
    told = {option.field: option for option in (*OPTIONS, *OUTPUT_OPTIONS)}
    schemas = {}
    for field in fields(spec):
        if field.name in names:
            allowed = [kind for part in str(field.type).split(" | ") for kind in KINDS[part]]
            schema = dict(allowed[0]) if len(allowed) == 1 else {"anyOf": allowed}
            words = told[field.name].metavar if field.name in told else "|".join(LAYERS)
            if words and re.fullmatch(r"[a-z-]+(\|[a-z-]+)*", words):
                schema = {"enum": words.split("|")}
            elif field.name in LIMITS:
                least, greatest = LIMITS[field.name]
                schema |= {"minimum": least, "maximum": greatest}
            schemas[field.name] = {
                "description": told[field.name].told if field.name in told else "The layer.",
                **schema,
                **_default(field),
            }
    return schemas


def _default(field: Field[Any]) -> Schema:
    return {} if field.default in (MISSING, None) else {"default": field.default}
