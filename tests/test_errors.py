from __future__ import annotations

import pickle

import pytest

from poolanim import errors


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("PoolanimError", 1),
        ("GridError", 1),
        ("OutputError", 1),
        ("ParameterError", 2),
        ("BatchError", 3),
    ],
)
def test_exit_codes(kind, code):
    assert getattr(errors, kind).exit_code == code


def test_suggestions_name_the_nearest_or_all():
    assert errors.suggestion("LIGTH", ["light", "dark"]) == "did you mean 'light'?"
    assert errors.suggestion("?", ["light", "dark"]) == "use one of dark, light"


def test_an_error_carries_what_it_is_about():
    error = errors.ParameterError.about("seed", -1, "give more", depends=["shape"])
    assert str(error) == "seed is -1; give more"
    assert (error.field, error.given, error.advice) == ("seed", -1, "give more")
    assert error.depends == ("shape",)
    plain = errors.GridError("no grid")
    assert (plain.field, plain.given, plain.advice, plain.depends) == (None, None, "", ())


def test_an_error_without_a_field_gets_that_of_its_surroundings():
    with pytest.raises(errors.GridError) as caught, errors.concerning("input", ["layout"]):
        raise errors.GridError("no grid")
    assert (caught.value.field, caught.value.depends) == ("input", ("layout",))
    with pytest.raises(errors.ParameterError) as caught, errors.concerning("input", ["layout"]):
        raise errors.ParameterError.about("shape", 0, "give more", depends=["seed"])
    assert (caught.value.field, caught.value.depends) == ("shape", ("seed", "layout"))


def test_errors_pass_between_processes_whole():
    error = pickle.loads(pickle.dumps(errors.ParameterError.about("seed", -1, "give more")))
    assert (str(error), error.field, error.given) == ("seed is -1; give more", "seed", -1)
