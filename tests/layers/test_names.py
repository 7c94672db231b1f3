from __future__ import annotations

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError


@pytest.mark.parametrize(
    ("given", "meant"),
    [("maxpool", "max"), ("AvgPool2d", "avg"), ("convolution", "conv"), ("sofmax", "softmax")],
)
def test_a_figure_knows_what_other_libraries_call_a_layer(given, meant):
    with pytest.raises(ParameterError, match=rf"^layer is '{given}'; did you mean '{meant}'\?$"):
        Figure(layer=given)
