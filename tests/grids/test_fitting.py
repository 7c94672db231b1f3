from __future__ import annotations

import pytest

from poolanim.errors import ParameterError
from poolanim.grids.fitting import check_bias, check_kernel
from poolanim.grids.kernels import KernelShape


@pytest.mark.parametrize(
    ("kernel", "channels", "groups", "message"),
    [
        ((3, 3, 1, 1), 3, 1, "kernel is for 1 channel, but the input has 3;"),
        ((3, 3, 3, 1), 1, 1, "kernel is for 3 channels, but the input has 1;"),
        ((3, 3, 3, 1), 3, 2, "groups is 2, but the input has 3 channels; give"),
        ((3, 3, 4, 3), 4, 2, "groups is 2, but the kernel has 3 filters; .* 3"),
        ((129, 3, 1, 1), 1, 1, "kernel is 129x3 with 1 filter; .* at most 128x128"),
        ((1, 1, 1, 4097), 1, 1, "with 4,097 filters; .* with 4,096"),
        ((128, 128, 16, 16), 16, 1, "kernel has 4,194,304 weights; .* 4,000,000"),
    ],
)
def test_a_kernel_that_does_not_fit_is_refused(kernel, channels, groups, message):
    with pytest.raises(ParameterError, match=message) as caught:
        check_kernel(KernelShape(*kernel), channels, groups)
    assert caught.value.field in ("kernel", "groups")


def test_a_kernel_that_fits_is_taken():
    check_kernel(KernelShape(3, 3, 4, 6), 4, 2)
    check_kernel(KernelShape(128, 128, 16, 16), 16, 2)


def test_a_bias_is_one_number_or_one_for_each_filter():
    for shape in ((1,), (1, 1), (3,), (1, 3)):
        check_bias(shape, 3)
    for shape in ((2,), (3, 1), (3, 3)):
        with pytest.raises(ParameterError, match="give a row of 3, one for each filter, or one"):
            check_bias(shape, 3)
    with pytest.raises(ParameterError, match="bias is 1x2; give one number"):
        check_bias((1, 2), 1)


def test_a_kernel_whose_axes_have_an_order_may_have_another():
    advice = "for 3 channels, but the input has 1; .*, or kernel_layout for another"
    with pytest.raises(ParameterError, match=advice):
        check_kernel(KernelShape(1, 1, 3, 3), 1, 1, read=True)
    with pytest.raises(ParameterError, match=r"give weights for 3$"):
        check_kernel(KernelShape(3, 3, 1, 1), 3, 1, read=True)
