"""What a change of the stage needs: data for a board, one function for an arrangement."""

from __future__ import annotations

import pytest

from poolanim.records import replace
from poolanim.scene import placing, staging
from poolanim.scene.arrange.rows import in_row
from poolanim.scene.text.words import words_for
from tests.scene import rules
from tests.scene.acts import play_of
from tests.scene.stages import stage_of

SMALL = {"kernel_size": 3, "stride": 1}


def broken(stage):
    found = {rule.__name__: list(rule(stage))[:2] for rule in rules.RULES}
    return {rule: what for rule, what in found.items() if what}


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
def test_a_third_board_is_a_line_of_words(monkeypatch, aspect):
    boards = [
        ["input", "", "input, kept"],
        ["grad_input", "", "its gradient"],
        ["grad_output", "", "of the output"],
    ]

    def with_three(*args):
        words = words_for(*args)
        return replace(
            words, sentences={**words.sentences, "stage": words.stage | {"boards": boards}}
        )

    monkeypatch.setattr(staging, "words_for", with_three)
    figure = {"layer": "avg", "aspect": aspect, **SMALL}
    assert [part.grid for part in play_of(**figure).cast.parts] == [grid for grid, *_ in boards]
    assert not broken(stage_of(**figure))


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("layer", ["avg", "max"])
def test_an_arrangement_is_a_function(monkeypatch, layer, direction):
    def from_the_right(canvas, wanted):
        """Places boards side by side, from right to left."""
        placement, ends = in_row(canvas, wanted), canvas.left + canvas.right
        turned = (replace(each, x=round(ends - each.rect.right)) for each in placement.boards)
        return [placement._replace(boards=tuple(turned))]

    monkeypatch.setattr(placing, "arranged", from_the_right)
    figure = {"layer": layer, "direction": direction, **SMALL}
    first, *_, last = play_of(**figure).paints
    assert first.board.x > last.board.x
    assert not broken(stage_of(**figure))
