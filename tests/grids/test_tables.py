from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import GridError
from poolanim.grids.reading import read_grid
from poolanim.pipeline import run

SQUARE = [[1.5, 2.0], [3.0, -4.0]]
HEADER = "without the header row"
BOTH = "without the header row and the index column"
COMMAS = "with decimal commas"


def read(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_text(text, encoding)
    return read_grid("input", str(path))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1.5,2\n3,-4\n", ""),
        ("a,b\n1.5,2\n3,-4\n", HEADER),
        (",a,b\nnorth,1.5,2\nsouth,3,-4\n", BOTH),
        (",a,b\n0,1.5,2\n1,3,-4\n", BOTH),
        (",0,1\n0,1.5,2\n1,3,-4\n", BOTH),  # as pandas writes an array
        (",0,1\n5,1.5,2\n7,3,-4\n", BOTH),  # and some of its rows
        (",2025,2026\n0,1.5,2\n1,3,-4\n", BOTH),
        ("a,b\nx,1.5,2\ny,3,-4\n", BOTH),  # as R writes a table
        ("# made by\n # NumPy\n1.5,2\n3,-4\n", ""),
        ("1.5,2,,\n,,,\n3,-4,,\n", ""),
        ("a;b;\n1,5;2;\n3;-4;\n", f"{HEADER}, and {COMMAS}"),
        (",2019,2020\nnorth,1.5,2\nsouth,3,-4\n", BOTH),
        ("day,a,b\n2026-11-28,1.5,2\n2026-11-29,3,-4\n", BOTH),
        ("1.5;2\n3;-4\n", ""),
        ("1,5;2\n3;-4\n", COMMAS),
        ("1,5;2,0\n3,0;−4,0\n", COMMAS),
        (";a;b\n0;1,5;2\n1;3;-4\n", f"{BOTH}, and {COMMAS}"),
        ('"a, b";c\n1,5;2\n3;-4\n', f"{HEADER}, and {COMMAS}"),
    ],
)
def test_names_are_left_out_and_decimal_commas_are_read(tmp_path, text, note):
    found = read(tmp_path, "a.csv", text)
    assert found.grid.tolist() == SQUARE
    assert found.note == (note and f"a.csv read {note}: 2x2")


def test_a_column_may_have_a_name(tmp_path):
    found = read(tmp_path, "a.csv", "temperature\n1\n2\n")
    assert (found.grid.tolist(), found.note) == ([[1], [2]], f"a.csv read {HEADER}: 2x1")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
@pytest.mark.parametrize(("name", "text"), [("a.tsv", "1.5\t2\n3\t−4\n"), ("a.txt", "1.5 2;3 −4")])
def test_texts_in_the_encodings_of_spreadsheets(tmp_path, encoding, name, text):
    assert read(tmp_path, name, text, encoding).grid.tolist() == SQUARE


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_both_orders_of_bytes(tmp_path, mark):
    assert read(tmp_path, "a.csv", "\ufeff1.5;2\n3;-4", mark).grid.tolist() == SQUARE


def test_a_semicolon_ends_a_row_of_txt_and_inline_grids_and_a_comma_is_no_decimal_sign(tmp_path):
    rows = [[1, 5, 2], [3, 4, 0]]
    assert read(tmp_path, "a.txt", "1,5,2;3,4,0\n").grid.tolist() == rows
    assert read_grid("input", "1,5,2;3,4,0").grid.tolist() == rows


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "1,5;2,5\n", "its only line has semicolons and commas, so it may be one row"),
        ("a.csv", "1,5;2\n3.5;4\n", "has '1,5' and '3.5', a decimal comma and a decimal point"),
        ("a.csv", "1;2\n1,234,567;4\n", "is '1,234,567'; write its digits without separators"),
        ("a.csv", "1.234,5;2\n3;4\n", "is '1.234,5'; write its digits without separators, and a"),
        (
            "a.csv",
            "1\t2\n3\t4\n",
            r"is '3\\t4'; separate numbers by commas, or by tabs in a .tsv",
        ),
        ("a.csv", "1|2\n3|4\n", "is '3|4'; separate numbers by commas"),
        ("a.csv", "1,2\n#3\n3,4\n", "row 2, column 1 is '#3'; give a real number"),
        (
            "a.csv",
            "rain\n1,5\n2,5\n",
            "row 1 is 1 long, but row 2 is 2 long; leave out a title, and",
        ),
        ("a.csv", "a,b\nmm,mm\n1,2\n", "row 2, column 1 is 'mm'; .*if row 2 is a header, leave it"),
        ("a.csv", "Rain,\na,b\n1,2\n", "row 2, column 1 is 'a'; .*if row 2 is a header, leave it"),
        ("a.csv", "1,True\n2,False\n", "is 'True'; write 1 for true and 0 for false"),
        ("a.csv", "1,NA\n2,3\n", "is 'NA'; write NaN for a number that is missing"),
        (
            "a.csv",
            "1,,2\n3,4,5\n",
            "row 1, column 2 is empty; give a number or NaN there, or leave",
        ),
        ("a.txt", "array([[1, 2]])", "leave out brackets, which only a .json file has"),
        (
            "a.csv",
            '"1,5","2"\n3,4\n',
            "row 1, column 1 is '1,5'; write a decimal point, such as",
        ),
        ("a.tsv", "1\t2\n3\t4,5\n", "row 2, column 2 is '4,5'; write a decimal point, such as 4.5"),
        ("a.csv", "a,b,3\n1,2,3\n", "row 1, column 1 is 'a'; give a real number"),
        ("a.csv", "red,3\n1,2\n", "if row 1 is a header, leave it out"),
        ("a.csv", "1,2\nred,3\n", "if column 1 has the names of rows, leave it out"),
        ("a.csv", "a,b\n1,2\n3,x\n", "row 3, column 2 is 'x'"),
        ("a.csv", ",a,b\nx,1,2\ny,3,\n", "row 3, column 3 is empty"),
        ("a.csv", "a,b\n1,2\n3\n", "row 3 is 1 long, but row 2 is 2 long"),
        ("a.csv", ",1,2\n3,4,5\n", "row 1, column 1 is empty; .*if row 1 is a header above names"),
        ("a.csv", "north,1,2\nsouth,3,4\n", "row 1 may be a header or numbers; leave column 1 out"),
        ("a.csv", "area,2019\nnorth,3\n", "row 1 may be a header or numbers; leave column 1 out"),
        ("a.csv", "a,b\n", "row 1, column 1 is 'a'"),
        ("a.txt", "year rain\n1 2\n", "row 1, column 1 is 'year'; .*if row 1 is a header"),
    ],
)
def test_other_texts_are_refused_and_the_likely_cause_is_named(tmp_path, name, text, message):
    with pytest.raises(GridError, match=message):
        read(tmp_path, name, text)


def test_as_many_rows_as_a_grid_has_may_follow_a_header(tmp_path):
    column = "\n".join(map(str, range(128)))
    assert read(tmp_path, "a.csv", f"x\n{column}\n").grid.shape == (128, 1)
    for text in (f"{column}\n128\n", f"x\n{column}\n128\n"):
        with pytest.raises(GridError, match="over 128 rows or columns"):
            read(tmp_path, "a.csv", text)


def test_a_figure_says_what_was_left_out_of_each_table(tmp_path):
    x, k, g = (str(tmp_path / name) for name in ("x.csv", "k.csv", "g.csv"))
    for path, text in ((x, "a,b\n1,2\n3,4\n"), (k, "1,5;2\n3;4\n"), (g, "d\n7\n")):
        Path(path).write_text(text, "utf-8")
    trace = run(Figure(layer="conv", input=x, kernel=k, grad=g))
    notes = f"x.csv read {HEADER}: 2x2", f"k.csv read {COMMAS}: 2x2", f"g.csv read {HEADER}: 1x1"
    assert trace.reading == "; ".join(notes)
    assert trace.grids["output"].tolist() == [[1.5 + 4 + 9 + 16]]
    assert np.array_equal(trace.grids["grad_input"], [[10.5, 14], [21, 28]])
