from __future__ import annotations

import numpy as np
import pytest

from poolanim.errors import ParameterError
from poolanim.parameters.shapes import Shape
from poolanim.parameters.sizes import Size

SHAPE = Shape(Size(1, 9), 20)


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ("5x4x3", (5, 4, 3)),
        ("5 X 4 x 3", (5, 4, 3)),
        ([5, 4, 20], (5, 4, 20)),
        (np.array([5, 5, 5]), (5, 5, 5)),
        (4, (4, 4)),
        ("2x3", (2, 3)),
    ],
)
def test_a_shape_has_two_or_three_numbers(given, shape):
    assert SHAPE.check("shape", given) == shape
    assert SHAPE.check("shape", SHAPE.spell(shape)) == shape


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("5x4x21", "shape is '5x4x21'; it must be at most 9x9x20"),
        ("5x10x2", "it must be at most 9x9x20"),
        ("5x0x2", "each number must be at least 1"),
        ("5x4xa", "give HxW or HxWxC"),
        ("10", "each number must be at most 9"),
        ((1, 2, 3, 4), "give one whole number or HxW"),
    ],
)
def test_other_shapes_are_refused(given, message):
    with pytest.raises(ParameterError, match=message):
        SHAPE.check("shape", given)
