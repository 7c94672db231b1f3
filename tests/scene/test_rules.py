"""The rules of the stage on figures of all sorts, and on some drawn at random."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolanim.errors import PoolanimError
from tests.scene import rules
from tests.scene.spread import ASPECTS, TRIED, staged
from tests.scene.stages import stage_of

ROOMY = (rules.boards_fill_the_stage, rules.no_void_is_large)
"""Rules of how room is used: not all shapes of grids can, and any may be drawn at random."""


@pytest.mark.parametrize(("name", "aspect"), TRIED)
def test_rules_hold(name, aspect):
    assert not broken(staged(name, aspect), rules.RULES)


def broken(stage, some):
    """Returns for each rule that a stage breaks the first things that break it."""
    found = {rule.__name__: list(rule(stage))[:3] for rule in some}
    return {rule: what for rule, what in found.items() if what}


numbers = st.integers(-20, 20) | st.sampled_from([0.5, -12.25, 1000])


@st.composite
def figures(draw):
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    size = draw(st.integers(1, min(rows, columns, 3))), draw(st.integers(1, min(columns, 3)))
    fields = {
        "layer": draw(st.sampled_from(["avg", "max"])),
        "input": [[draw(numbers) for _ in range(columns)] for _ in range(rows)],
        "kernel_size": size,
        "stride": draw(st.integers(1, 2)),
        "padding": draw(st.sampled_from([0, 0, tuple(side // 2 for side in size)])),
        "ceil_mode": draw(st.booleans()),
        "direction": draw(st.sampled_from(["forward", "backward"])),
        "aspect": draw(st.sampled_from(ASPECTS)),
        "scans": (1, 1),
    }
    if fields["layer"] == "max":
        fields["ties"] = draw(st.sampled_from(["all", "first", "split"]))
        fields["dilation"] = draw(st.sampled_from([1, 1, 2]))
    return fields


@given(figures())
@settings(max_examples=40)
def test_rules_hold_whatever_is_drawn(fields):
    try:
        stage = stage_of(**fields)
    except PoolanimError:
        return
    assert not broken(stage, [rule for rule in rules.RULES if rule not in ROOMY])
