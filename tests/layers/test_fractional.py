from __future__ import annotations

import pytest

from poolanim import (
    FractionalMaxPool,
)
from poolanim.errors import ParameterError


def test_fractional_windows_are_the_same_for_all_images_and_those_of_the_seed():
    layer = FractionalMaxPool((2, 1), (3, 4), seed=7)
    rows, columns = layer.samples
    assert 0 <= rows < 1
    assert rows != columns
    assert layer.samples == FractionalMaxPool(1, 1, 7).samples
    with pytest.raises(ParameterError, match=r"kernel_size is 2x1 and output_size is 3x4, .* 3x9"):
        layer.output_shape((3, 9))
    assert layer.output_shape((4, 4)) == (3, 4)
