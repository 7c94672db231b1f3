"""The JSON Schema of manifests, with which editors complete and check them.

It follows from the tables of parameters of figures and of outputs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from poolanim.formats.outputs import OUTPUT_PARAMETERS
from poolanim.layers.table import LAYERS
from poolanim.manifest.keys import ALIASES
from poolanim.parameters.table import PARAMETERS
from poolanim.publish.presets import all_presets

if TYPE_CHECKING:
    from poolanim.parameters.domains import Schema

EMBED: Schema = {
    "embed": {
        "type": "string",
        "description": "The template of the snippet that embeds its files.",
    },
    "embed_base": {
        "type": "string",
        "description": "The folder or the address of the folder of results in a page.",
    },
}
"""The keys of snippets."""
TEXTS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
RANGE: Schema = {
    "type": "object",
    "properties": {"first": {"type": "integer"}, "last": {"type": "integer"}},
    "required": ["first", "last"],
    "additionalProperties": False,
}


def schema_text() -> str:
    """Returns the schema as JSON.

    Example:
        >>> json.loads(schema_text())["title"]
        'A manifest of poolanim'
    """
    return json.dumps(_schema(), indent=2, ensure_ascii=False) + "\n"


def _schema() -> Schema:
    layer = {"description": "The layer.", "enum": list(LAYERS)}
    figure = {"layer": layer} | {entry.name: entry.schema() for entry in PARAMETERS}
    keys = {
        "name": {"type": "string", "description": "Its name in reports and in the lock file."},
        "about": {"type": "string", "description": "The text about the figure on pages."},
        "output": TEXTS | {"description": "Files, relative to the folder of results."},
        "for": {
            "enum": list(all_presets()),
            "description": "The place of the figure, which sets formats, size and limits.",
        },
        **EMBED,
        **{entry.name: entry.schema() for entry in OUTPUT_PARAMETERS if entry.name != "format"},
        **figure,
    }
    own = {key: _of(key) for key in keys} | {alias: _of(key) for alias, key in ALIASES.items()}
    axes = {key: {"anyOf": [_list(_of(key)), RANGE]} for key in figure}
    axes |= {alias: axes[field] for alias, field in ALIASES.items()}
    shared = {key: ref for key, ref in own.items() if key not in ("name", "about")}
    matrix = _table(axes, "Lists of values. Each combination of values is a figure.")
    each = _table({**own, "matrix": matrix}, "A figure.") | {"required": ["name"]}
    head = {
        "title": {"type": "string", "description": "The title above its figures on a page."},
        "about": {"type": "string", "description": "The text under the title."},
        "out": {
            "type": "string",
            "minLength": 1,
            "description": "The folder of results, relative to this file, unless --out names one.",
        },
        "page": TEXTS | {"description": "Pages of all figures, .html or .md."},
        "include": TEXTS | {"description": "Other manifests, relative to this one."},
        "defaults": _table(shared, "Keys for all figures of this file that do not set them."),
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


def _table(properties: Schema, description: str) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
    }
