from __future__ import annotations

import numpy as np
import pytest

from poolanim.errors import ParameterError
from poolanim.grids.kernels import KERNELS, KernelShape


def test_named_kernels_are_those_of_the_books():
    assert KERNELS["sobel"] == ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))
    assert KERNELS["sobel-y"] == tuple(zip(*KERNELS["sobel"], strict=True))
    for name, total in {"identity": 1, "box": 1, "gauss": 1, "sharpen": 1}.items():
        assert np.sum(KERNELS[name]) == pytest.approx(total), name
    for name in ("sobel", "sobel-y", "prewitt", "laplace"):
        assert np.sum(KERNELS[name]) == 0, name
    assert np.array_equal(16 * np.array(KERNELS["gauss"]), np.outer([1, 2, 1], [1, 2, 1]))
    assert len(set(KERNELS.values())) == len(KERNELS) == 8


@pytest.mark.parametrize("own", ["hwio", "hwoi"])
@pytest.mark.parametrize("layout", ["hwio", "hwoi", "oihw", "iohw"])
@pytest.mark.parametrize("groups", [1, 2])
def test_a_kernel_has_the_same_shape_in_each_layout(layout, own, groups):
    shape = KernelShape(5, 4, 6, 8)
    given = dict(zip(own, shape.weight_shape(own, groups), strict=True))
    assert given[own[2]] == {"i": 6, "o": 8}[own[2]] // groups
    read = KernelShape.of(tuple(given[axis] for axis in layout), layout, own, groups)
    assert read == shape
    assert read.plane == (5, 4)


def test_a_plain_kernel_has_one_channel_and_one_filter():
    assert KernelShape.of((3,), "oihw", "hwio", 1) == (1, 3, 1, 1)
    assert KernelShape.of((2, 3), "oihw", "hwio", 1) == (2, 3, 1, 1)
    with pytest.raises(ParameterError, match=r"kernel is 3x3x2, of three axes; give it two, .*o"):
        KernelShape.of((3, 3, 2), "hwio", "hwio", 1)
