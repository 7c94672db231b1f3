from __future__ import annotations

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
