from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim.manifest.statements import Kind, line_of, statements


def found(text):
    return [
        (each.kind.name, ".".join(each.path), line_of(text, each.offset))
        for each in statements(text)
    ]


def test_tables_and_keys_are_found_with_their_lines():
    text = """\
# [[comment]]
include = "a.toml"
[ defaults ]  # [x]
seed = 1
[[figure]]
"quoted key" = 'a # b'
a . b = 2
  [figure.matrix]
  seed = { first = 0, last = 9 }
"""
    assert found(text) == [
        ("KEY", "include", 2),
        ("TABLE", "defaults", 3),
        ("KEY", "seed", 4),
        ("ITEM", "figure", 5),
        ("KEY", "quoted key", 6),
        ("KEY", "a.b", 7),
        ("TABLE", "figure.matrix", 8),
        ("KEY", "seed", 9),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "[\n[1],\n[2]\n]",
        "[\n  [[1]]\n]",
        '[ # ]\n"]",\n[1]\n]',
        '"""\n[a]\nb = 1\n"""',
        '"""\n\\"""\n[a]\n"""',
        '""""\n[a]\n"""""',
        "'''\n[[figure]]\n'''",
        "'''\n\\'''",
        '"[a]"',
        "{ a = [\n1] }",
    ],
)
def test_what_stands_in_a_value_is_no_statement(value):
    assert found(f"a = {value}\n[b]\n") == [
        ("KEY", "a", 1),
        ("TABLE", "b", 2 + value.count("\n")),
    ]


def test_a_text_that_is_no_toml_has_statements():
    assert found("[[figure]]\nlayer = max\n[[figure]]") == [
        ("ITEM", "figure", 1),
        ("KEY", "layer", 2),
        ("ITEM", "figure", 3),
    ]


VALUES = st.recursive(
    st.integers(-9, 9).map(str)
    | st.sampled_from(['"a # b"', "'[x]'", '"""\n[y]\nz = 1"""', "'''\n[[figure]]'''", '"\\""']),
    lambda inner: st.lists(inner, max_size=3).map(lambda each: "[\n" + ",\n".join(each) + "\n]"),
)


@given(st.lists(st.lists(VALUES, max_size=3), max_size=4))
def test_there_are_as_many_as_tomllib_reads(figures):
    text = "".join(
        "[[figure]]\n" + "".join(f"k{n} = {value}  # [c]\n" for n, value in enumerate(values))
        for values in figures
    )
    read = tomllib.loads(text).get("figure", [])
    assert [len(table) for table in read] == [len(values) for values in figures]
    kinds = [each.kind for each in statements(text)]
    assert kinds.count(Kind.ITEM) == len(figures)
    assert kinds.count(Kind.KEY) == sum(map(len, figures))
    assert Kind.TABLE not in kinds
