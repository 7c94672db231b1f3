"""The shape of the code base: sizes, directions of imports, and which module uses which library."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import poolanim

PACKAGE = Path(poolanim.__file__).parent
MOST_ENTRIES = 20
MOST_MODULE_LINES = 250
MOST_FUNCTION_LINES = 40
MOST_PARAMETERS = 7

DOORS = {
    "matplotlib": {
        "fonts.installed",
        "fonts.outlines",
        "matplotlib",
        "paint.artists.artist",
        "paint.artists.outlines",
        "paint.artists.pen",
    },
    "fontTools": {"fonts.baking"},
    "PIL": {"files.pictures"},
    "imageio": {"formats.video"},
    "av": {"formats.video"},
    "click": {
        "cli",
        "cli.commands",
        "cli.options",
        "cli.layer",
        "cli.command",
        "cli.guidance",
        "cli.batches",
        "cli.console",
    },
    "jinja2": {"files.templating", "publish.embed"},
    "sphinx": {"sphinx"},
    "docutils": {"sphinx"},
    "mkdocs": {"batch.mkdocs"},
    "markdown": {"batch.mkdocs"},
    "distributed": {"batch.workers"},
    "watchfiles": {"batch.watching"},
}
"""The modules that use each library."""

ORDER = (
    *("records", "errors", "files", "parameters", "layers", "grids", "theme"),
    *("figure", "tracing", "scene", "fonts", "paint", "formats", "pipeline", "matplotlib"),
    *("publish", "manifest", "batch", "sphinx", "cli"),
)
"""The rooms and single modules. Each imports only those before it."""


def test_the_package_has_few_entries():
    # A folder without modules is one that version control left behind.
    found = (path for path in PACKAGE.iterdir() if path.is_file() or any(path.glob("*.py")))
    entries = [path for path in found if not path.name.startswith(("__", "py.typed"))]
    assert len(entries) <= MOST_ENTRIES


def test_modules_are_short():
    lines = {name: len(source.splitlines()) for name, source in sources().items()}
    assert not {name for name, count in lines.items() if count > MOST_MODULE_LINES}


def test_functions_are_short():
    assert not {name for name, node in functions() if body_lines(node) > MOST_FUNCTION_LINES}


def test_functions_take_few_parameters():
    assert not {name for name, node in functions() if len(parameters(node)) > MOST_PARAMETERS}


def test_no_modules_import_each_other():
    """Counts imports in functions, and those for types alone."""
    assert not circles({name: imported(name) for name in sources()})


@pytest.mark.parametrize("library", DOORS)
def test_a_library_is_used_behind_its_door(library):
    users = {name for name in sources() if library in {top for top, _ in roots(name)}}
    assert users == DOORS[library]


def test_named_tuples_are_those_of_the_house():
    """Those of `typing` take ten times as long to make, and a figure needs a hundred of them."""
    users = {
        name
        for name in sources()
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        if any(each.name == "NamedTuple" for each in node.names)
    }
    assert users == {"records.tuples"}


def test_the_order_names_all_rooms():
    assert set(ORDER) == {room_of(name) for name in sources()} - {"", "__main__"}


def test_a_room_imports_only_rooms_before_it():
    """Counts imports in functions, and those for types alone."""
    place = {room: number for number, room in enumerate(ORDER)}
    pairs = {(room_of(name), room_of(other)) for name in sources() for other in imported(name)}
    known = {(room, other) for room, other in pairs if {room, other} <= place.keys()}
    assert not {(room, other) for room, other in known if place[other] > place[room]}


def test_no_module_has_the_name_of_a_function_in_it():
    assert not [
        name
        for name in sources()
        for node in tree(name).body
        if isinstance(node, ast.FunctionDef) and node.name == name.rpartition(".")[2]
    ]


def test_no_module_has_a_public_name():
    parts = {part for name in sources() for part in name.split(".")}
    assert not parts & set(poolanim.__all__)


def test_circles_are_found():
    one_way = {"a": {"b"}, "b": {"c"}, "c": set()}
    assert circles(one_way) == []
    assert circles(one_way | {"c": {"b"}}) == [frozenset("bc")]
    assert circles(one_way | {"c": {"a"}}) == [frozenset("abc")]
    two = one_way | {"b": {"a"}, "c": {"d"}, "d": {"c", "a"}}
    assert circles(two) == [frozenset("ab"), frozenset("cd")]
    assert circles({"a": {"a"}}) == [frozenset("a")]


def test_lines_and_parameters_are_counted():
    [function] = ast.parse(
        'def f(self, a, /, b, *c, d, **e):\n    """Says.\n\n    More.\n    """\n\n    return a\n'
    ).body
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == 3
    assert parameters(function) == ["a", "b", "d", "c", "e"]


@cache
def sources() -> dict[str, str]:
    """The source of each module, by its name without the package's."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = path.read_text("utf-8")
    return found


def room_of(name: str) -> str:
    return name.partition(".")[0]


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(sources()[name])


def functions() -> list[tuple[str, ast.FunctionDef]]:
    """All functions and methods, each as `module:qualified.name`."""
    found: list[tuple[str, ast.FunctionDef]] = []

    def visit(module: str, node: ast.AST, within: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                found.append((f"{module}:{within}{child.name}", child))
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                visit(module, child, f"{within}{child.name}.")
            else:
                visit(module, child, within)

    for module in sources():
        visit(module, tree(module), "")
    return found


def body_lines(function: ast.FunctionDef) -> int:
    """The lines of a function from `def` on, without its docstring."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return lines
    assert first.end_lineno is not None
    return lines - (first.end_lineno - first.lineno + 1)


def parameters(function: ast.FunctionDef) -> list[str]:
    """The names of a function's parameters, but for `self` and `cls`."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    names = [each.arg for each in (*named, given.vararg, given.kwarg) if each is not None]
    return [name for name in names if name not in ("self", "cls")]


def roots(name: str) -> set[tuple[str, str]]:
    """The first part of all that a module imports, and the whole."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {(each.name.partition(".")[0], each.name) for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            top = node.module.partition(".")[0]
            found |= {(top, f"{node.module}.{each.name}") for each in node.names}
    return found


@cache
def imported(name: str) -> frozenset[str]:
    """The modules of the package that a module imports."""
    found = set()
    for top, whole in roots(name):
        if top == "poolanim":
            inner = whole.partition(".")[2]
            module = inner if inner in sources() else inner.rpartition(".")[0]
            found.add(module)
    return frozenset(found - {name})


def circles(graph: dict[str, set[str] | frozenset[str]]) -> list[frozenset[str]]:
    """The largest sets of modules each of which reaches all others (strong components)."""
    reached = {name: reach(graph, name) for name in graph}
    found = {
        frozenset({other for other in reached[name] if name in reached.get(other, ())})
        for name in graph
    }
    return sorted((each for each in found if each), key=sorted)


def reach(graph: dict[str, set[str] | frozenset[str]], start: str) -> set[str]:
    """The modules that a module imports, directly or through others."""
    found: set[str] = set()
    ahead = list(graph.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += graph.get(name, ())
    return found
