"""The boards that scans use, and what joins them."""

from __future__ import annotations

from tests.scene.acts import play_of

THREE = {"layer": "conv", "shape": (5, 5, 3)}


def grids_of(play, numbers):
    return [(play.cast.parts[n].grid, *play.cast.parts[n].place) for n in numbers]


def test_a_turn_uses_the_kernel_and_the_output_of_its_filter():
    play = play_of(**THREE, filters=2, bias="1 0", direction="forward")
    for number, turn in enumerate(play.cast.turns):
        assert grids_of(play, turn.own) == [("output", number)]
        shown = grids_of(play, turn.covered)
        assert [each for each in shown if each[0] == "weight"] == [
            ("weight", channel, number) for channel in range(3)
        ]
        assert ("bias", number) in shown
        assert play.cast.at(9 * number) is turn


def test_each_column_has_its_beam_and_a_thread_joins_them_to_the_output():
    play = play_of(**THREE, direction="forward")
    [turn] = play.cast.turns
    assert [join.column for join in turn.joins] == [0, 1, 2]
    pairs = [grids_of(play, join.boards) for join in turn.joins]
    assert pairs == [[("input", c), ("weight", c)] for c in range(3)]
    assert [grids_of(play, node) for node in turn.thread.nodes] == [
        [("weight", c)] for c in range(3)
    ]
    assert (turn.thread.own, turn.thread.back) == (turn.own[0], False)


def test_of_all_gradients_the_thread_leads_to_both_boards_of_a_column():
    play = play_of(**THREE, direction="backward", wrt="all")
    [turn] = play.cast.turns
    assert turn.thread.back
    assert not turn.joins
    for channel, node in enumerate(turn.thread.nodes):
        assert grids_of(play, node) == [("grad_input", channel), ("grad_weight", channel)]


def test_of_a_transposed_convolution_the_thread_leads_from_the_gradients_of_the_output():
    fields = {"layer": "conv-transpose", "shape": (2, 2, 2), "filters": 2, "wrt": "all"}
    play = play_of(**fields, direction="backward")
    for turn in play.cast.turns:
        nodes = [grids_of(play, node) for node in turn.thread.nodes]
        assert nodes == [[("grad_output", f)] for f in range(2)]
        assert not turn.thread.back
    pairs = [grids_of(play, join.boards) for join in play.cast.turns[1].joins]
    assert pairs == [
        [("grad_output", f), target]
        for f in range(2)
        for target in (("grad_weight", f, 1), ("grad_bias", f))
    ]


def test_a_depthwise_convolution_has_no_thread():
    play = play_of(**THREE, groups=3, filters=3, direction="forward")
    for number, turn in enumerate(play.cast.turns):
        assert turn.thread is None
        assert {join.column for join in turn.joins} == {number}
        assert len(turn.joins) == 2


def test_what_scans_add_flies_along_the_last_beam_to_its_board():
    play = play_of(**THREE, direction="backward")
    [turn] = play.cast.turns
    assert all(turn.gives(join) for join in turn.joins)
    assert grids_of(play, [turn.source]) == [("grad_input", 0)]
