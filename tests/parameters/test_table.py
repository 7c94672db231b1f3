from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.parameters.table import PARAMETERS, Parameters


def test_the_table_is_all_fields_but_the_layer():
    assert [field.name for field in fields(Figure)] == [
        "layer",
        *(each.name for each in PARAMETERS),
    ]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.name)
def test_an_entry_describes_itself(parameter):
    assert parameter.description.endswith((".", "]"))
    assert parameter.description == vars(Parameters)[parameter.name].__doc__
    assert all(flag.startswith("-") for flag in parameter.flags)
    schema = parameter.schema()
    assert schema["description"] == parameter.description
    assert ("default" in schema) == (parameter.default is not None)
    assert getattr(Figure, parameter.name) is parameter.default


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.name)
def test_an_entry_refuses_what_is_no_value_of_it_and_names_itself(parameter):
    with pytest.raises(ParameterError) as caught:
        Figure(layer="avg", **{parameter.name: {1, 2}})
    assert caught.value.field == parameter.name


def test_values_of_numpy_are_kept_as_python_s():
    figure = Figure(
        layer="avg", seed=np.int64(3), kernel_size=np.array([2, 3]), math=np.bool_(True)
    )
    assert (type(figure.seed), figure.kernel_size, figure.math) == (int, (2, 3), True)


def test_a_figure_stays_as_it_is():
    with pytest.raises(FrozenInstanceError):
        Figure(layer="avg").seed = 3
