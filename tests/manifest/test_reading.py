from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from poolanim import Figure
from poolanim.errors import ManifestError, ParameterError
from poolanim.files.limits import DEPTH, FIGURES
from poolanim.files.resources import templates
from poolanim.formats.outputs import Output
from poolanim.manifest.keys import ENTRY_KEYS
from poolanim.manifest.reading import read_manifest
from poolanim.manifest.variants import axes_of

OUT = Path("out")


def manifest(tmp_path, text):
    path = tmp_path / "figures.toml"
    path.write_text(text, "utf-8")
    return read_manifest(path, OUT)


def entries(tmp_path, text):
    return list(manifest(tmp_path, text).entries())


def mistakes(tmp_path, text):
    with pytest.raises(ManifestError) as caught:
        manifest(tmp_path, text)
    return [line.removeprefix(f"{tmp_path}{os.sep}") for line in caught.value.details]


def test_a_kernel_is_a_name_or_a_file_beside_the_manifest(tmp_path):
    (tmp_path / "k.csv").write_text("1,0,-1")
    table = '[[figure]]\nname = "a"\nlayer = "conv"\nbias = 1\nkernel = '
    [entry] = entries(tmp_path, f'{table}"k.csv"')
    assert entry.figure.kernel == str(tmp_path / "k.csv")
    assert [file.key for file in entry.files] == ["kernel"]
    [entry] = entries(tmp_path, f'{table}"sobel"')
    assert (entry.figure.kernel, entry.files, entry.figure.bias) == ("sobel", (), (1,))
    [mistake] = mistakes(tmp_path, f'{table}"-"')
    assert "figures.toml:5: figure a: kernel is '-'; a manifest cannot read standard in" in mistake


def test_every_field_of_a_figure_can_be_given(tmp_path):
    [entry] = entries(
        tmp_path,
        """
        [[figure]]
        name = "one"
        output = ["a.gif", "b/c.png"]
        layer = "max"
        kernel_size = [3, 2]
        stride = 2
        padding = "1x0"
        direction = "both"
        input = [[1, 2], [3.5, 4], [5, 6]]
        grad = "1; 2"
        seed = 4
        focus = "1,1"
        step_ms = 600
        hold_ms = 900
        precision = 1
        title = "Ours"
        theme = "dark"
        scale = 2
        still = "first"
        """,
    )
    assert entry.outputs == (Output("a.gif"), Output("b/c.png", still="first"))
    assert entry.figure == Figure(
        layer="max",
        kernel_size=(3, 2),
        stride=2,
        padding=(1, 0),
        direction="both",
        input=[[1, 2], [3.5, 4], [5, 6]],
        grad="1; 2",
        seed=4,
        focus=(1, 1),
        step_ms=600,
        hold_ms=900,
        precision=1,
        title="Ours",
        theme="dark",
        scale=2,
    )
    keys = {field.name for spec in (Figure, Output) for field in fields(spec)}
    keys -= {"path", "format"}
    assert set(ENTRY_KEYS) == {"name", "about", "output", "for", "embed", "embed_base"} | keys


def test_the_name_makes_a_gif_and_files_are_found_beside_the_manifest(tmp_path):
    (tmp_path / "grids").mkdir()
    (tmp_path / "grids" / "a.csv").write_text("1")
    first, second = entries(
        tmp_path,
        """
        [[figure]]
        name = "one"
        layer = "avg"
        input = "grids/a.csv"
        [[figure]]
        name = "two"
        layer = "avg"
        size = 2
        input = "1 2; 3 4"
        """,
    )
    assert first.outputs == (Output("one.gif"),)
    assert first.figure.input == str(tmp_path / "grids" / "a.csv")
    assert first.files == (("input", "grids/a.csv", str(tmp_path / "grids" / "a.csv")),)
    assert (second.figure.input, second.files) == ("1 2; 3 4", ())


def test_a_place_sets_what_is_not_given(tmp_path):
    text = '[[figure]]\nname = "a"\nlayer = "max"\nfor = "paper"\n'
    [entry] = entries(tmp_path, text)
    assert entry.outputs == (Output("a.pdf", sheet=True),)
    assert (entry.figure.theme, entry.place) == ("paper", "paper")
    [entry] = entries(tmp_path, text + 'output = "a.gif"\ntheme = "dark"\n')
    assert (entry.outputs, entry.figure.theme) == ((Output("a.gif"),), "dark")


def test_several_themes_are_several_films(tmp_path):
    (tmp_path / "mine.toml").write_text('inherits = "dark"')
    [entry] = entries(
        tmp_path,
        '[[figure]]\nname = "a"\nlayer = "max"\ntheme = "light,mine.toml"\nembed = "rst"\n',
    )
    mine = str(tmp_path / "mine.toml")
    assert [figure.theme for figure in entry.figures] == ["light", mine]
    assert entry.paths == ["a-light.gif", "a-mine.gif", "a.embed.rst"]
    assert entry.files == (("theme", "mine.toml", mine),)


def test_defaults_hold_where_a_figure_says_nothing_else(tmp_path):
    one, two = entries(
        tmp_path,
        """
        [[figure]]
        name = "one"
        [[figure]]
        name = "two"
        layer = "avg"
        kernel_size = 3
        output = "two.gif"
        [defaults]  # wherever they stand
        layer = "max"
        size = 2
        output = ["x/{name}.webp", "{name}.gif"]
        """,
    )
    assert (one.figure.layer, one.figure.kernel_size) == ("max", (2, 2))
    assert one.outputs == (Output("x/one.webp"), Output("one.gif"))
    assert (two.figure.layer, two.figure.kernel_size) == ("avg", (3, 3))
    assert two.outputs == (Output("two.gif"),)


def test_a_matrix_makes_a_figure_of_each_combination(tmp_path):
    figures = entries(
        tmp_path,
        """
        [[figure]]
        name = "max"
        layer = "max"
        [figure.matrix]
        size = [2, [3, 1]]
        theme = ["light", "dark"]
        """,
    )
    assert [entry.name for entry in figures] == [
        "max-2-light",
        "max-2-dark",
        "max-3x1-light",
        "max-3x1-dark",
    ]
    assert [(entry.figure.kernel_size, entry.figure.theme) for entry in figures] == [
        ((2, 2), "light"),
        ((2, 2), "dark"),
        ((3, 1), "light"),
        ((3, 1), "dark"),
    ]
    assert figures[3].outputs == (Output("max-3x1-dark.gif"),)


def test_names_and_outputs_can_say_where_a_matrix_s_values_go(tmp_path):
    figures = entries(
        tmp_path,
        """
        [[figure]]
        name = "{seed}/{size}"
        output = "{layer}/{name}.gif"
        matrix = { layer = ["avg"], size = [2], seed = { first = 8, last = 10 } }
        """,
    )
    assert [entry.name for entry in figures] == ["8/2-avg", "9/2-avg", "10/2-avg"]
    assert [entry.figure.seed for entry in figures] == [8, 9, 10]
    assert figures[0].outputs == (Output("avg/8/2-avg.gif"),)


def test_a_matrix_of_numbers_in_a_row_has_its_limits():
    assert axes_of({"seed": {"first": 3, "last": 3}}) == {"seed": range(3, 4)}
    assert axes_of({"seed": {"first": 1, "last": FIGURES}}) == {"seed": range(1, FIGURES + 1)}
    for last in (FIGURES, 10**30):
        with pytest.raises(ParameterError, match="a range of more than 250,000 numbers, the limit"):
            axes_of({"seed": {"first": 0, "last": last}})
    with pytest.raises(ParameterError, match="matrix makes 1,000,000 figures; give at most 250"):
        axes_of({"seed": {"first": 1, "last": 1000}, "step_ms": {"first": 40, "last": 1039}})


def test_manifests_are_included_each_with_its_own_defaults_and_folder(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.csv").write_text("1 2; 3 4")
    (tmp_path / "x" / "b.toml").write_text('[[figure]]\nname = "b"\nlayer = "avg"\ninput = "a.csv"')
    (tmp_path / "x" / "a.toml").write_text('include = ["b.toml"]')
    main, other = entries(
        tmp_path, 'include = "x/a.toml"\n[defaults]\nlayer = "max"\n[[figure]]\nname = "a"'
    )
    assert (main.name, main.figure.layer) == ("a", "max")
    assert (other.name, other.figure.layer) == ("b", "avg")
    assert other.figure.input == str(tmp_path / "x" / "a.csv")


def test_figures_that_are_too_many_to_be_kept_are_the_same(tmp_path, monkeypatch):
    text = "[[figure]]\nname = 'a'\nlayer = 'avg'\nmatrix = { seed = { first = 1, last = 3 } }"
    monkeypatch.setattr("poolanim.manifest.checking.MOST_KEPT", 3)
    few = manifest(tmp_path, text)
    monkeypatch.setattr("poolanim.manifest.checking.MOST_KEPT", 2)
    many = manifest(tmp_path, text)
    assert (len(few.kept), many.kept) == (3, None)
    assert list(few.entries()) == list(many.entries())
    assert [entry.name for entry in many.entries({"a-2"})] == ["a-2"]


def test_figures_can_be_asked_for_by_name(tmp_path):
    text = "[[figure]]\nname = 'a'\nlayer = 'avg'\nmatrix = { seed = { first = 1, last = 9 } }"
    found = manifest(tmp_path, text).entries({"a-3", "a-7"})
    assert [entry.name for entry in found] == ["a-3", "a-7"]


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path):
    (tmp_path / "b.toml").write_text("[[figure]]\nname = 'x'\nlayer = 'avg'\nbeats = 4\n")
    text = """\
include = ["b.toml", "c.toml", 3, "b.toml"]
strid = 3
[defaults]
theem = "x"
stride = 0
[[figure]]
name = "a"
layer = "avg"
padding = 4
input = [
  [1],
  [2]
]
strode = 4
[[figure]]
name = "b"
layer = max
[[figure]]
name = "c"
layer = "maxx"
stride = 1
[figure.matrix]
seed = [1, 2, -4]
sead = [3]
[[figure]]
layer = "avg"
stride = 1
seed = "x"
[[figure]]
name = "A"
layer = "avg"
stride = 1
input = "nope.csv"
grad = "-"
theme = "drak"
output = ["../x.gif", "nul.gif", "y.gif", "Y.GIF"]
[[figure]]
name = "a"
"""
    assert mistakes(tmp_path, text) == [
        "b.toml:4: figure x: beats is 4; give a whole number from 1 to 3",
        "figures.toml:1: include is 3; give the path of a file, or a list of them",
        "figures.toml:1: include names 'b.toml' again; name each file once",
        f"figures.toml:1: manifest {tmp_path / 'c.toml'}: no such file or directory; "
        "give the path of a TOML file",
        "figures.toml:2: 'strid' is no key of a manifest; use one of "
        "about, defaults, figure, include, out, page, title",
        "figures.toml:4: 'theem' is no key of defaults; did you mean 'theme'?",
        "figures.toml:5: stride is 0; each number must be at least 1",
        "figures.toml:9: figure a: padding is 4; with a window of 3 it must be at most 1, "
        "half of it",
        "figures.toml:14: figure a: 'strode' is no key of a figure; did you mean 'stride'?",
        "figures.toml:17: not TOML: Invalid value (at column 9)",
        "figures.toml:20: figure c-1 and 2 more: layer is 'maxx'; did you mean 'max'?",
        "figures.toml:23: figure c--4: seed is -4; give a whole number from 0 to "
        "9223372036854775807",
        "figures.toml:24: figure c: 'sead' is no key of matrix; did you mean 'seed'?",
        "figures.toml:25: figure number 4: name is missing; give each figure one, in quotes",
        "figures.toml:28: figure number 4: seed is 'x'; give a whole number from 0 to "
        "9223372036854775807",
        "figures.toml:33: figure A: input is 'nope.csv', but there is no such file; "
        "name an existing one",
        "figures.toml:34: figure A: grad is '-'; a manifest cannot read standard input; "
        "name a file",
        "figures.toml:35: figure A: theme is 'drak'; did you mean 'dark'?",
        "figures.toml:36: figure A: output '../x.gif' is not under out; use a path there, "
        "or allow it with --allow-outside",
        "figures.toml:36: figure A: output 'Y.GIF' is given twice; name each file once",
        "figures.toml:36: figure A: output 'nul.gif' has a name that Windows cannot have, "
        "'nul.gif'; choose another",
        "figures.toml:37: figure a: layer is missing; give one, such as layer = 'max'",
        "figures.toml:38: figure a: has the same name as another figure; give each its own",
    ]


ONE = "[[figure]]\nname = 'a'\nlayer = 'avg'\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "holds no figure; add a [[figure]] table"),
        ("[figure]\nname = 'a'", 1, "write [[figure]]"),
        ("\nfigure = [1]", 2, "write [[figure]]"),
        ("\ndefaults = 3\n" + ONE, 2, "write a table [defaults]"),
        (ONE + "[defaults\n", 4, "not TOML: Expected ']' at the end of a table declaration"),
        (ONE + "embed = 'markdown'\noutput = 'a.mp4'", 4, "embed is 'markdown', which embeds"),
        (ONE + "embed = 'htlm'", 4, "embed is 'htlm'; did you mean 'html'?"),
        (ONE + "embed = 'my.html'", 4, "no such file or directory; give one of"),
        (ONE + "embed = 3", 4, "embed is 3; give"),
        (ONE + "for = 'blgo'", 4, "for is 'blgo'; did you mean 'blog'?"),
        (ONE + "for = 3", 4, "for is 3; use one of blog, "),
        (ONE + "theme = 'dark,drak'", 4, "theme is 'drak'; did you mean 'dark'?"),
        (ONE + "theme = 'dark,dark'", 4, "theme is 'dark,dark'; name each once"),
        (ONE + "font = 'my.ttf'", 4, "font is 'my.ttf', but there is no such file"),
        (ONE + "font = 3", 4, "font is 3"),
        (
            ONE + "seed = 1" + 5000 * "0",
            4,
            "a key or a number has 5,001 characters; give at most 1,000",
        ),
        (ONE.replace("avg", "lp") + "p = 1" + 400 * "0", 4, "of at most 1000 in size, or inf"),
        (ONE + "theme = ['light']", 4, "theme is ['light']; give text, with commas"),
        (ONE + "theme = 3", 4, "theme is 3; give text, with commas"),
        (ONE + "theme = 'no.toml'", 4, "theme is 'no.toml', but there is no such file"),
        ("a = 1\na = 2\n", 2, "not TOML: Cannot overwrite a value"),
        (ONE + "[figure.matrix", 4, "not TOML"),
        (ONE + "x = [1,\n2", 5, "not TOML: Unclosed array"),
        (ONE + "[figure.other]\nx = 1", 4, "figure a: 'other' is no key of a figure"),
        (ONE + "output = []", 4, "figure a: output is []; give the name of a file"),
        (ONE + "output = 3", 4, "figure a: output is 3; give"),
        (ONE + "output = 'a.gfi'", 4, "of no known format; did you mean '.gif'?"),
        (ONE + "output = '{seed}.gif'", 4, "{seed} is unknown; use one of name"),
        (ONE + "still = 1", 4, "figure a: still is given, but no"),
        (ONE + "size = 2\nkernel_size = 2", 5, "kernel_size means the same as another key"),
        (ONE + "kernel_size = 0", 4, "kernel_size is 0"),
        (ONE + "kernel_size = 0\npadding = 3", 4, "kernel_size is 0"),  # and no more of padding
        (
            ONE + "size = 9\nshape = 3",
            4,
            "kernel_size is 9; it must be at most",
        ),
        (ONE + "shape = 0\nsize = 9", 4, "shape is 0"),  # and no more of the window
        (ONE + "shape = 0\nfocus = '9,9'", 4, "shape is 0"),
        (ONE + "input = '1 2; 3'", 4, "input: row 2 is 1 long"),
        (ONE + "scans = '5:90'", 4, "scans is 5:90, but there are 9"),
        (ONE + "size = 0", 4, "kernel_size is 0"),
        ("[defaults]\nsize = 0\n" + ONE, 2, "kernel_size is 0"),
        (ONE + "matrix = 3", 4, "matrix is 3; write a table [figure.matrix] of lists"),
        (ONE + "[figure.matrix]\nseed = []", 5, "seed of the matrix is []; give a list"),
        (ONE + "[figure.matrix]\nseed = 3", 5, "seed of the matrix is 3; give a list"),
        (
            ONE + "[figure.matrix]\nseed = { first = 2, last = 1 }",
            5,
            "seed of the matrix is {'first': 2, 'last': 1}; give a list",
        ),
        (
            ONE + "[figure.matrix]\nseed = { first = 1, last = 1_000_001 }",
            5,
            "seed of the matrix is a range of more than 250,000 numbers, the limit; give a smaller",
        ),
        (
            ONE + "[figure.matrix]\nseed = { first = 1, last = 501 }\n"
            "step_ms = { first = 40, last = 539 }",
            4,
            "matrix makes 250,500 figures; give at most 250,000",
        ),
        (ONE + "[figure.matrix]\nsize = [1]\nname = ['x']", 6, "'name' is no key of matrix"),
        ("[[figure]]\nname = ''\nlayer = 'avg'", 2, "name is ''; give each figure one"),
        ("[[figure]]\nname = 'a{b}'\nlayer = 'avg'", 2, "{b} is unknown; only a matrix has such"),
        ('[[figure]]\nname = "a\\n"\nlayer = "avg"\noutput = "a.gif"', 2, "name is 'a\\n'"),
    ],
)
def test_a_mistake_and_its_line(tmp_path, text, line, message):
    [told] = mistakes(tmp_path, text)
    assert told.startswith(f"figures.toml:{line}: ")
    assert message in told


def test_a_manifest_that_cannot_be_read(tmp_path):
    with pytest.raises(ParameterError, match="no such file or directory; give the path"):
        read_manifest(tmp_path / "nope.toml", OUT)
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(ParameterError, match="not UTF-8 text"):
        read_manifest(tmp_path / "a.toml", OUT)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_byte_order_mark_and_any_end_of_line_are_read(tmp_path, newline):
    text = "\ufeff" + ONE.replace("\n", newline)
    (tmp_path / "a.toml").write_bytes(text.encode())
    assert len(list(read_manifest(tmp_path / "a.toml", OUT).entries())) == 1


def test_shipped_figures_can_be_read_and_are_the_article_s_four():
    for path in (templates() / "figures").glob("*.toml"):
        assert list(read_manifest(path, OUT).entries())
    article = read_manifest(templates() / "figures" / "article.toml", OUT)
    figures = [entry.figure for entry in article.entries()]
    kinds = [(figure.layer, figure.direction) for figure in figures]
    assert kinds == [
        ("avg", "forward"),
        ("avg", "backward"),
        ("max", "forward"),
        ("max", "backward"),
    ]
    for figure in figures:
        assert (figure.kernel_size, figure.stride, figure.padding) == ((3, 3), (1, 1), (0, 0))


def test_the_starter_can_be_read():
    starter = read_manifest(templates() / "starter" / "figures.toml", OUT)
    assert [entry.name for entry in starter.entries()] == [
        "max-by-hand",
        "avg-2-light",
        "avg-2-dark",
        "avg-3-light",
        "avg-3-dark",
    ]


def test_all_matrices_together_have_a_limit(tmp_path, monkeypatch):
    for module in ("reading", "document"):
        monkeypatch.setattr(f"poolanim.manifest.{module}.FIGURES", 7)
    text = (
        "[[figure]]\nname = '{}'\nlayer = 'avg'\nmatrix = {{ seed = {{ first = 1, last = 3 }} }}\n"
    )
    two = text.format("a") + text.format("b").replace("matrix", '"m\\u0061trix"')
    one = "[[figure]]\nname = '{}'\nlayer = 'avg'\n"
    assert len(entries(tmp_path, two + one.format("c"))) == 7
    with pytest.raises(
        ParameterError, match=r"figures.toml makes over 7 figures, the limit; split"
    ):
        manifest(tmp_path, two + one.format("c") + one.format("d"))


def chain(tmp_path, length):
    for number in range(1, length):
        text = f"include = '{number + 1}.toml'" if number < length - 1 else ONE
        (tmp_path / f"{number}.toml").write_text(text)
    return "include = '1.toml'"


def test_files_are_included_to_a_depth(tmp_path):
    assert len(entries(tmp_path, chain(tmp_path, DEPTH))) == 1
    [mistake] = mistakes(tmp_path, chain(tmp_path, 1500))
    assert mistake == f"{DEPTH - 1}.toml:1: include leads over 64 files deep, the limit; nest fewer"


def test_a_manifest_with_all_that_it_includes_has_a_limit(tmp_path, monkeypatch):
    (tmp_path / "a.toml").write_text(ONE)
    text = "include = 'a.toml'\n"
    monkeypatch.setattr("poolanim.manifest.reading.TEXT_BYTES", len(ONE) + len(text))
    assert len(entries(tmp_path, text)) == 1
    [mistake] = mistakes(tmp_path, text + "\n")
    assert mistake.startswith("figures.toml:1: include makes a manifest of over 0 MB")


def test_what_is_beyond_a_limit_is_refused_with_its_line(tmp_path):
    [mistake] = mistakes(tmp_path, "\n\n" + ".".join("a" * 99) + " = 1")
    assert mistake == "figures.toml:3: a key has 99 parts; give at most 64"


@pytest.mark.parametrize(
    "line",
    [
        "input = 'a\\u0000b.csv'".replace("'", '"'),
        'theme = "a\\u0000b.toml"',
        'font = "a\\u0000b.ttf"',
        'embed = "a\\u0000b.html"',
        'output = "a\\u0000b.gif"',
        'for = "\\u0000"',
    ],
)
def test_a_path_with_nul_is_a_mistake(tmp_path, line):
    assert len(mistakes(tmp_path, ONE + line)) == 1


def test_an_include_with_nul_is_a_mistake(tmp_path):
    [mistake] = mistakes(tmp_path, 'include = "\\u0000"\n' + ONE)
    assert "a path cannot contain such a character" in mistake


def test_bad_defaults_are_told_once_even_where_every_figure_has_its_own(tmp_path):
    path = tmp_path / "a.toml"
    text = """[defaults]
size = 0
seed = -1
aspect = "wide,tall"
still = 0
theme = "light,nope"
layer = "maxx"
input = "no.csv"
output = "{name}.nope"
for = "me"
"""
    figure = '[[figure]]\nname = "{0}"\nlayer = "max"\noutput = "{0}.json"\nfor = "readme"\n'
    own = 'size = 2\nseed = 1\ntheme = "dark"\ninput = "1 2; 3 4"\n'
    path.write_text(f"{text}{figure.format('a')}{own}{figure.format('b')}")
    with pytest.raises(ManifestError) as caught:
        read_manifest(path, tmp_path / "out")
    told = [line.removeprefix(f"{path}:") for line in caught.value.details]
    assert told == [
        "2: kernel_size is 0; each number must be at least 1",
        "3: seed is -1; give a whole number from 0 to 9223372036854775807",
        "5: still is 0; give a whole number from 1 to 1000000000, or first, or last, or poster",
        "6: theme is 'nope'; use one of auto, blueprint, dark, high-contrast, light, okabe-ito, "
        "paper",
        "7: layer is 'maxx'; did you mean 'max'?",
        "8: input is 'no.csv', but there is no such file; name an existing one",
        "9: output is '{name}.nope', of no known format; did you mean '.npz'?",
        "10: for is 'me'; use one of blog, notebook, paper, readme, slides, social",
    ]


def test_a_key_that_is_like_no_other_is_told_in_a_short_line(tmp_path):
    assert mistakes(tmp_path, ONE + "zebra = 1\n")[0].endswith(
        "figure a: 'zebra' is no key of a figure; poolanim schema prints all keys"
    )
