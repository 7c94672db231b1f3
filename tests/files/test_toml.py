from __future__ import annotations

import tomllib
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim.files.limits import DEPTH, NAME, STRING
from poolanim.files.toml import Kind, NotTomlError, loads, statements


def found(text):
    return [(each.kind.name, ".".join(each.path), each.line) for each in statements(text)]


def test_a_list_has_a_greatest_number_of_values(monkeypatch):
    monkeypatch.setattr("poolanim.files.toml.VALUES", 4)
    assert loads("a = [1, [2, 3]]\nb = [1, 2, 3, 4]\nc = 5")["b"] == [1, 2, 3, 4]
    with pytest.raises(NotTomlError, match="a list has over 4 values, the limit"):
        loads("a = [1, 2, 3, 4, 5]")


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
        '["""x"""", "y"] # "',
        "['''x'''', 'y'] # '",
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
    max_leaves=8,
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


@pytest.mark.parametrize("value", ['"""\n[b]\n', "'''\n[b]\n", '"""\n\\"""\n\\'])
def test_a_string_of_several_lines_that_is_not_closed_reaches_to_the_end(value):
    assert found(f"a = {value}") == [("KEY", "a", 1)]


@pytest.mark.parametrize("value", ['"x', "'x", '"x\\', '"\\"', "]]]"])
def test_a_line_that_is_no_toml_hides_no_other(value):
    assert found(f"a = {value}\n[b]\n") == [("KEY", "a", 1), ("TABLE", "b", 2)]


def test_statements_are_counted_from_a_first_line():
    assert [each.line for each in statements("a = 1\n\nb = 2", 7)] == [7, 9]


AT_LIMIT = {
    "brackets": lambda n: "a = " + "[" * n + "]" * n,
    "tables": lambda n: "a = " + "{b=" * n + "1" + "}" * n,
    "parts": lambda n: ".".join("a" * n) + " = 1",
    "parts apart": lambda n: " . ".join("a" * n) + " = 1",
    "parts in quotes": lambda n: ".".join(["''"] * n) + " = 1",
    "parts of a table": lambda n: "[" + ".".join("a" * n) + "]",
    "parts of an item": lambda n: "[[" + ".".join("a" * n) + "]]",
    "parts within": lambda n: "a = { " + ".".join("a" * n) + " = 1 }",
}


@pytest.mark.parametrize("text", AT_LIMIT.values(), ids=AT_LIMIT)
def test_depth_has_a_limit(text):
    assert loads(text(DEPTH))
    with pytest.raises(
        NotTomlError, match=f"limit; nest fewer|parts; give at most {DEPTH}"
    ) as caught:
        loads("\n\n" + text(DEPTH + 1))
    assert caught.value.line == 3


LENGTHS = {
    "a key": (NAME, lambda n: "k" * n + " = 1"),
    "a key in quotes": (NAME, lambda n: '"' + "k" * (n - 2) + '" = 1'),
    "a table": (NAME, lambda n: f"[{'k' * n}]"),
    "a number": (NAME, lambda n: "a = " + "1" * n),
    "a number in hexadecimal": (NAME, lambda n: "a = 0x" + "f" * (n - 2)),
    "a string": (STRING, lambda n: 'a = "' + "x" * (n - 2) + '"'),
    "a plain string": (STRING, lambda n: "a = ['" + "x" * (n - 2) + "']"),
    "a string of lines": (STRING, lambda n: 'a = """' + "x" * (n - 6) + '"""'),
    "a plain string of lines": (STRING, lambda n: "a = '''" + "x" * (n - 6) + "'''"),
}


@pytest.mark.parametrize(("most", "text"), LENGTHS.values(), ids=LENGTHS)
def test_length_has_a_limit(most, text):
    assert loads(text(most))
    with pytest.raises(NotTomlError, match=rf"has {most + 1:,} characters; give at most {most:,}"):
        loads(text(most + 1))


def test_numbers_that_are_too_large_are_not_read_as_infinite():
    assert loads("a = [inf, -inf, 1e308]")["a"] == [float("inf"), -float("inf"), 1e308]
    with pytest.raises(NotTomlError, match="not TOML: float64 has no number as large as -1e999"):
        loads("a = -1e999")
    with pytest.raises(NotTomlError, match="not TOML: float64 has no number as small as 1e-400"):
        loads("a = 1e-400")
    assert loads("a = [0e-400, 5e-324, 1_0.5]") == {"a": [0.0, 5e-324, 10.5]}


@pytest.mark.parametrize(
    "text",
    [
        '"""' + '\n\\"""' * 40_000,
        "a = " + '"\\' * 100_000,
        "'''\n" * 60_001,
        "a = [\n" * 60,
        " " * 200_000 + "=",
        "[a" + " " * 200_000,
        "a.b\n" * 60_000,
        "[[[" * 60_000,
        '"' * 200_001,
    ],
)
def test_the_time_grows_with_the_length_alone(text):
    begun = process_time()
    with suppress(NotTomlError):
        assert len(list(statements(text))) <= 2
    assert process_time() - begun < 2


ODD = st.text(st.sampled_from("[]{}\"'\\=.,#\n ab1"), max_size=60)


@given(ODD)
def test_what_tomllib_reads_has_a_statement_for_each_key_and_table(text):
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        list(statements(text))
        return
    names = {each.path[0] for each in statements(text)}
    assert len(names) == len(read)
