"""A mistake in a convolution is refused in one line at each door, which names its field its way."""

from __future__ import annotations

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import ManifestError, PoolanimError
from poolanim.manifest.reading import read_manifest
from poolanim.pipeline import run
from tests import command

FOUR = {"kernel": "1 2 3 4; 1 2 3 4", "input": "1 2 3; 4 5 6"}
UP = {"layer": "conv-transpose"}
MISTAKES = [
    # wrong fields, the field, what is said of it, fields that make it right
    (FOUR, "kernel", "is 2x4; it must be at most 2x3", {"padding": 1}),
    (FOUR | {"kernel": "sobel"}, "kernel", "is 3x3; it must be", {"kernel": "1 2; 3 4"}),
    ({"kernel": "1 2", "dilation": 5}, "kernel", "is 1x2; with dilation 5 it", {"dilation": 4}),
    ({"kernel_size": 6}, "kernel_size", "is 6; it must be at most 5x5", {"padding": 1}),
    ({"kernel": "four.npy"}, "kernel", "is for 2 channels, but", {"shape": (5, 5, 2)}),
    ({"kernel": "three.npy"}, "kernel", "is 3x3x2, of three axes", {"kernel": "ones"}),
    ({"kernel_size": 0}, "kernel_size", "must be at least 1", {"kernel_size": 1}),
    ({"stride": 0}, "stride", "must be at least 1", {"stride": 1}),
    ({"dilation": 0}, "dilation", "must be at least 1", {"dilation": 1}),
    ({"padding": -1}, "padding", "must be at least 0", {"padding": 7}),
    ({"shape": (5, 5, 3), "groups": 2}, "groups", "is 2, but the input has 3", {"groups": 3}),
    (
        {"shape": (5, 5, 4), "groups": 2, "filters": 3},
        "groups",
        "is 2, but the kernel has 3 filters; give a divisor of 3",
        {"filters": 4},
    ),
    ({"bias": "1 2 3", "filters": 2}, "bias", "is 1x3; give a row of 2", {"filters": 3}),
    ({"kernel": "1 2", "filters": 2}, "filters", "is 2, but the kernel has", {"filters": None}),
    (UP | {"stride": 2, "output_padding": 2}, "output_padding", "at most 1", {"stride": 3}),
    (UP | {"padding": 3}, "padding", "is 3, which crops all", {"padding": 2}),
    (UP | {"stride": 2, "output_size": 9}, "output_size", "from 7 to 8", {"output_size": 8}),
    (
        {"kernel": "1 2", "kernel_size": 3},
        "kernel_size",
        "is 3, but the kernel",
        {"kernel": "ones"},
    ),
    (
        {"wrt": "weight", "direction": "forward"},
        "wrt",
        "is weight, but a forward pass has none; leave",
        {"direction": "backward"},
    ),
    ({"focus": (5, 0)}, "focus", "but the input is 5x5", {"focus": (4, 0)}),
    ({"wrt": "weight", "focus": (3, 0)}, "focus", "but the weight is 3x3", {"focus": (2, 0)}),
]


def option(name):
    """The option of a field."""
    return {"kernel_size": "--size"}.get(name, f"--{name.replace('_', '-')}")


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    np.save(tmp_path / "three.npy", np.ones((3, 3, 2)))
    np.save(tmp_path / "four.npy", np.ones((3, 3, 2, 2)))
    monkeypatch.chdir(tmp_path)


def by_command(given, tmp_path):
    words = [f"{option(name)}={_joined(name, value)}" for name, value in given.items()]
    layer = words.pop(0).partition("=")[2]
    result = command.run(layer, *words, "-o", "a.json", "--quiet", cwd=tmp_path)
    assert result.returncode in (0, 1, 2)
    assert (tmp_path / "a.json").exists() is (result.returncode == 0)
    return result.stderr.removeprefix("poolanim: ")


def _joined(name, value):
    return (
        ("," if name == "focus" else "x").join(map(str, value)) if type(value) is tuple else value
    )


def by_manifest(given, tmp_path):
    def spelled(value):
        return list(value) if isinstance(value, tuple) else value

    lines = [f"{name} = {spelled(value)!r}" for name, value in given.items()]
    path = tmp_path / "figures.toml"
    path.write_text("\n".join(["[[figure]]", 'name = "a"', *lines]))
    try:
        [entry] = read_manifest(path, tmp_path).entries()
    except ManifestError as error:
        [line] = error.details
        return line.partition("figure a: ")[2]
    return in_python(vars(entry.figure), tmp_path)


def in_python(given, _):
    try:
        run(Figure(**given))
    except PoolanimError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("door", [by_command, by_manifest, in_python])
@pytest.mark.parametrize(("wrong", "field", "said", "right"), MISTAKES, ids=str)
def test_a_mistake_is_one_line_about_the_field(door, wrong, field, said, right, tmp_path):
    given = {"layer": "conv", **wrong}
    line = door(given, tmp_path)
    name = option(field) if door is by_command else field
    assert line.startswith(f"{name} is")
    assert said in line
    assert "\n" not in line.rstrip("\n")
    mended = {name: value for name, value in (given | right).items() if value is not None}
    assert not door(mended, tmp_path)
