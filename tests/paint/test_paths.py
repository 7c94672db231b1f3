from __future__ import annotations

import re

import pytest

from poolanim.fonts.contours import outline
from poolanim.fonts.typefaces import COMMON, EM, TYPEFACES, letter_of
from poolanim.paint.vector.paths import DRIFT, STEPS, path_data

LETTERS = f"{COMMON}äöüßé"
GLYPHS = {
    **{face: [each for each in LETTERS if letter_of(each, face)] for face in TYPEFACES},
    ("sans",): ["ℵ⊙", "8"],
    "math": [r"$\frac{1}{2}$"],
}


def read(data):
    """The steps of a path with absolute points, as a browser reads them."""
    x = y = 0
    bend = 0, 0
    for step, found in re.findall("([A-Za-z])([^A-Za-z]*)", data):
        numbers = [int(each) for each in re.findall(r"-?\d+", found)]
        if step == "h":
            numbers = [numbers[0], 0]
        elif step == "v":
            numbers = [0, numbers[0]]
        if step != "M":
            numbers = [number + (x, y)[turn % 2] for turn, number in enumerate(numbers)]
        if step == "s":
            numbers = [2 * x - bend[0], 2 * y - bend[1], *numbers]
        x, y = numbers[-2:]
        bend = numbers[2:4] if step in "cs" else (x, y)
        yield {"h": "L", "v": "L", "s": "C"}.get(step, step.upper()), numbers


@pytest.mark.parametrize("face", GLYPHS)
def test_a_path_has_the_points_of_its_outline(face):
    for text in GLYPHS[face]:
        steps = list(read(path_data(text, face)))
        wanted = [each for each in outline(text, face) if each[0] != "Z"]  # fills close
        assert [step for step, _ in steps] == [step for step, _ in wanted], text
        for (step, points), (_, exact) in zip(steps, wanted, strict=True):
            places = [point * STEPS / EM for point in exact]
            assert points[-2:] == pytest.approx(places[-2:], abs=0.501), (text, step)
            assert points == pytest.approx(places, abs=0.501 + DRIFT), (text, step)


def test_smooth_curves_are_short():
    assert path_data("o", "text").count("s") == 4
