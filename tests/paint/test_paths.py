from __future__ import annotations

import re

import pytest

from poolanim.fonts.atlas import CHARACTERS
from poolanim.fonts.typefaces import COMMON, EM, TYPEFACES, letter_of
from poolanim.paint.vector.outlining import Shape
from poolanim.paint.vector.paths import DRIFT, STEPS, path_data

SHAPES = {
    **{
        face: [Shape(each, face, EM) for each in f"{COMMON}äöüßé" if letter_of(each, face)]
        for face in TYPEFACES
    },
    **{face: [Shape(each, face, 2048) for each in CHARACTERS] for face in ("sans", "bold", "mono")},
}


def read(data):
    """The steps of a path with absolute points, as a browser reads them."""
    x = y = 0
    bend = None
    for step, found in re.findall("([A-Za-z])([^A-Za-z]*)", data):
        numbers = [int(each) for each in re.findall(r"-?\d+", found)]
        if step == "z":
            yield "Z", []
            continue
        if step == "h":
            numbers = [numbers[0], 0]
        elif step == "v":
            numbers = [0, numbers[0]]
        if step != "M":
            numbers = [number + (x, y)[turn % 2] for turn, number in enumerate(numbers)]
        if step == "t":
            numbers = [2 * x - bend[0], 2 * y - bend[1], *numbers]
        bend = numbers[:2] if step in "qt" else None
        x, y = numbers[-2:]
        yield {"h": "L", "v": "L", "t": "Q"}.get(step, step.upper()), numbers


@pytest.mark.parametrize("face", SHAPES)
def test_a_path_has_the_points_of_its_outline(face):
    for shape in SHAPES[face]:
        steps = list(read(path_data(shape)))
        assert [step for step, _ in steps] == [step for step, _ in shape.steps()], shape
        for (step, points), (_, exact) in zip(steps, shape.steps(), strict=True):
            wanted = [point * STEPS / shape.units for point in exact]
            assert points[-2:] == pytest.approx(wanted[-2:], abs=0.501), (shape, step)
            assert points == pytest.approx(wanted, abs=0.501 + DRIFT), (shape, step)


def test_smooth_curves_are_short():
    assert path_data(Shape("o", "text", EM)).count("t") > 4
