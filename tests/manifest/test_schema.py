from __future__ import annotations

import json
from dataclasses import fields

from poolanim import Figure
from poolanim.files.resources import templates
from poolanim.layers.table import LAYERS
from poolanim.manifest.keys import ENTRY_KEYS
from poolanim.manifest.schema import schema_text
from poolanim.parameters.table import PARAMETERS

SCHEMA = json.loads(schema_text())


def test_the_schema_in_templates_is_current():
    path = templates() / "figures.schema.json"
    assert path.read_text("utf-8") == schema_text(), f"poolanim schema > {path.name} makes it anew"


def test_it_knows_all_keys_with_their_limits_and_defaults():
    keys = SCHEMA["definitions"]
    assert set(keys) == set(ENTRY_KEYS)
    for field in fields(Figure):
        told = keys[field.name]
        assert told["description"]
        assert "enum" in told or "anyOf" in told or "type" in told
    for parameter in PARAMETERS:
        assert keys[parameter.name]["description"] == parameter.description
    assert (keys["beats"]["minimum"], keys["beats"]["maximum"]) == (1, 3)
    assert keys["width"]["multipleOf"] == 2
    assert keys["divisor_override"]["not"] == {"const": 0}
    assert keys["channel"]["anyOf"][1] == {"enum": ["all"]}
    assert keys["layer"]["enum"] == list(LAYERS)
    assert keys["direction"]["enum"] == ["forward", "backward", "both"]
    assert keys["ties"]["enum"] == ["all", "first", "split"]
    assert (keys["seed"]["default"], keys["direction"]["default"]) == (0, "backward")
    assert "default" not in keys["title"]


def test_each_key_stands_where_a_manifest_may_have_it():
    head = SCHEMA["properties"]
    figure = head["figure"]["items"]
    assert set(head) == {"title", "about", "out", "page", "include", "defaults", "figure"}
    assert set(figure["properties"]) == {*ENTRY_KEYS, "size", "matrix"}
    assert set(head["defaults"]["properties"]) == {*ENTRY_KEYS, "size"} - {"name", "about"}
    matrix = figure["properties"]["matrix"]["properties"]
    assert set(matrix) == {field.name for field in fields(Figure)} | {"size"}
    assert matrix["size"] == matrix["kernel_size"]
    assert figure["properties"]["size"] == {"$ref": "#/definitions/kernel_size"}
    for table in (SCHEMA, head["defaults"], figure, figure["properties"]["matrix"]):
        assert table["additionalProperties"] is False
