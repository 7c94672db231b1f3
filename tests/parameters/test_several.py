from __future__ import annotations

import pytest

from poolanim.errors import ParameterError
from poolanim.parameters.several import Several

CHANNEL = Several(0, 63, ("all",))


@pytest.mark.parametrize(
    ("given", "kept"),
    [(5, 5), ("all", "all"), ("8:15", (8, 15)), ([8, 15], (8, 15)), ((0, 63), (0, 63)), ("3:3", 3)],
)
def test_one_several_or_all_are_chosen_and_spelled(given, kept):
    assert CHANNEL.check("channel", CHANNEL.read(given)) == kept
    assert CHANNEL.check("channel", CHANNEL.read(CHANNEL.spell(kept))) == kept


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        (64, "channel is 64; give a whole number from 0 to 63, or all, or several as A:B"),
        ("any", "channel is 'any'; give a whole number from 0 to 63, or all, or several as A:B"),
        ("5:2", "channel is 5:2; the first must not come after the last"),
        ("5:64", "channel is '5:64'; each number must be at most 63"),
        ("-1:2", "channel is '-1:2'; each number must be at least 0"),
        ("1:2:3", "channel is '1:2:3'; give A:B, such as 10:20"),
        ([1], r"channel is \[1\]; give A:B"),
    ],
)
def test_errors_tell_what_may_be_given(given, advice):
    with pytest.raises(ParameterError, match=f"^{advice}"):
        CHANNEL.check("channel", given)
