from __future__ import annotations

from itertools import pairwise

import pytest

from poolanim.scene.boards.board import Rect
from poolanim.scene.boards.shades import sign
from poolanim.scene.marks import Polygon, Stroke
from poolanim.scene.overlay.beam import Beam
from tests.scene.acts import play_of

SMALL = {"kernel_size": 3, "stride": 1}
SIGNS = "4 0 -2; 1 3 -5; 2 0 1"


def bundle(scan, **fields):
    """The play of a figure, and the beams between its only two joined boards in a scan."""
    play = play_of(**fields)
    [join] = play.cast.turns[0].joins
    return play, play.overlay.beams_of(join).of(scan)


def ends(beam):
    return beam.source.high - beam.source.low, beam.target.high - beam.target.low


@pytest.mark.parametrize("aspect", ["wide", "tall"])
def test_a_beam_of_equal_parts_widens_from_the_cell_to_its_window(aspect):
    play, [beam] = bundle(4, layer="avg", aspect=aspect, **SMALL)
    cell = play.paints[play.cast.turns[0].own[0]].board.cell(1, 1)
    window = play.paints[play.cast.targets[0]].board.block(range(1, 4), range(1, 4))
    wide = aspect == "wide"
    sizes = (cell.height, window.height) if wide else (cell.width, window.width)
    assert ends(beam) == sizes
    assert sizes[1] > 2 * sizes[0]


@pytest.mark.parametrize("layer", ["avg", "max", "sum"])
def test_a_beam_of_a_gradient_has_the_colour_of_its_sign(layer):
    for scan, number in enumerate((4, 0, -2, 1, 3, -5, 2, 0, 1)):
        _, beams = bundle(scan, layer=layer, grad=SIGNS, **SMALL)
        assert {beam.colour for beam in beams} == {sign(number)}


def test_a_beam_of_a_winner_is_one_cell_wide():
    play, [beam] = bundle(0, layer="max", **SMALL)
    [winner] = play.cast.chosen(play.cast.targets[0], 0)
    height = play.paints[play.cast.targets[0]].board.cell(*winner).height
    assert ends(beam)[1] == height


def test_tied_winners_have_a_beam_each():
    fields = {"layer": "max", "input": "7 7 1; 0 1 2; 7 0 1", "kernel_size": 3}
    play, beams = bundle(0, **fields)
    assert len(beams) == len(play.cast.chosen(play.cast.targets[0], 0)) == 3
    _, [beam] = bundle(0, ties="first", **fields)
    assert beam.target.low == beams[0].target.low


def test_a_pass_that_reads_narrows_to_its_cell_with_the_winner_in_the_wedge():
    play, [wedge, winner] = bundle(0, layer="max", direction="forward", **SMALL)
    assert (wedge.colour, winner.colour) == ("slate", "winner")
    board = play.paints[play.cast.turns[0].covered[0]].board
    assert ends(wedge) == (
        board.block(range(3), range(3)).height,
        play.paints[play.cast.turns[0].own[0]].board.cell(0, 0).height,
    )
    assert wedge.source.low <= winner.source.low < winner.source.high <= wedge.source.high
    _, [alone] = bundle(0, layer="avg", direction="forward", **SMALL)
    assert alone.colour == "slate"


@pytest.mark.parametrize("aspect", ["wide", "square"])
@pytest.mark.parametrize("scan", range(9))
def test_strands_are_as_wide_as_the_parts_of_their_rows(aspect, scan):
    """If beams go down, a strand is a column."""
    fields = {"input": "3 1 0 2; 1 4 0 5; 2 0 0 1; 1 2 6 3", "grad": SIGNS, "aspect": aspect}
    play, strands = bundle(scan, layer="lp", kernel_size=2, stride=1, **fields)
    deltas = play.cast.deltas(play.cast.targets[0], scan)
    across = play.overlay.placement.direction(*play.cast.turns[0].joins[0].boards) == "across"
    assert across == (aspect == "wide")
    axis = 0 if across else 1
    rows = {}
    for cell, delta in deltas.items():
        rows.setdefault(cell[axis], []).append(delta)
    if not any(deltas.values()) or len(set(deltas.values())) == 1:
        assert len(strands) == 1
        return
    parts = [part for _, part in sorted(rows.items()) if any(part)]
    assert len(strands) == len(parts)
    cell = play.paints[play.cast.turns[0].own[0]].board.cell(*play.cast.cell(scan))
    low, high = (cell.top, cell.bottom) if across else (cell.left, cell.right)
    whole = sum(map(abs, deltas.values()))
    for strand, part in zip(strands, parts, strict=True):
        share = sum(map(abs, part)) / whole
        assert ends(strand)[0] == pytest.approx(share * (high - low))
        assert strand.colour == sign(sum(part))
    # Together they leave the whole cell, one after another.
    assert strands[0].source.low == low
    assert strands[-1].source.high == pytest.approx(high)
    for one, other in pairwise(strands):
        assert one.source.high == other.source.low
        assert one.target.high <= other.target.low


def test_only_the_outer_edges_of_strands_run_over_the_numbers_of_their_source():
    grid = "3 1 2; 1 4 5; 2 6 1"
    _, strands = bundle(0, layer="lp", input=grid, kernel_size=3)
    assert [strand.hairs for strand in strands] == [(True, False), (False, False), (False, True)]
    hairs = [
        sum(isinstance(m, Stroke) and m.opacity < 1 for m in strand.marks()) for strand in strands
    ]
    assert hairs == [3, 2, 3]  # two of each over the target


def test_a_row_without_a_part_has_no_strand():
    _, strands = bundle(0, layer="lp", input="3 1 2; 0 0 0; 2 6 1", kernel_size=3)
    assert len(strands) == 2


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 1.0])
def test_a_beam_opens_from_its_source(share):
    _, [beam] = bundle(4, layer="avg", **SMALL)
    assert isinstance(beam, Beam)
    shapes = [mark for mark in beam.marks(share) if isinstance(mark, Polygon)]
    xs = [x for shape in shapes if "beam" in shape.fill for x, _ in shape.corners]
    first, last = beam.stations[0].along, beam.stations[-1].along
    assert max(xs) == max(first, first + share * (last - first))
    assert min(xs) == pytest.approx(min(first, first + share * (last - first)))
    assert sum(shape.fill == beam.colour for shape in shapes) == (share == 1)  # its head


def test_a_beam_keeps_clear_of_the_text_below_the_smaller_board():
    play, _ = bundle(0, layer="avg", **SMALL)
    strip = play.overlay.placement.strip
    assert strip.left > play.canvas.left  # the text is under the board at the right
    for scan in range(9):
        _, [beam] = bundle(scan, layer="avg", **SMALL)
        for tint in beam.marks():
            if isinstance(tint, Polygon):
                assert all(x < strip.left - 7 or y <= strip.top - 7 for x, y in tint.corners)


def test_edges_of_a_beam_are_straight_from_corner_to_corner():
    boards = Rect(0, 0, 90, 100), Rect(200, 0, 300, 100)
    cell, window = Rect(60, 40, 80, 60), Rect(240, 0, 280, 80)
    beam = Beam.between(cell, window, boards, "plus", across=True)
    first, last = beam.stations
    assert (first, last) == ((94, 36.5, 61.75), (196, 11, 74.5))
    assert (beam.source, beam.target) == ((80, 40, 60), (240, 0, 80))
    assert beam.at(160) == (160, 20, 70)
    assert beam.reach(112) == (32, 64)
    assert beam.reach(50) == first[1:]  # before its source and behind its target it stays as wide
    assert beam.reach(250) == last[1:]
    assert beam.point(0.5) == (145, 45.9375)


def test_a_beam_leaves_no_board_beside_its_end():
    boards = Rect(0, 0, 100, 200), Rect(200, 0, 300, 60)
    cell, window = Rect(60, 160, 80, 180), Rect(280, 40, 300, 60)
    for winner, least in ((cell, 20), (Rect(40, 100, 80, 200), 20)):
        beam = Beam.between(winner, window, boards, "plus", across=True)
        last = beam.stations[-1]
        assert last.high == 60
        assert last.low <= 60 - least


def test_a_beam_turns_at_the_corner_of_the_text():
    boards = Rect(0, 0, 100, 200), Rect(300, 0, 400, 60)
    cell, window = Rect(80, 160, 100, 180), Rect(300, 0, 400, 60)
    beam = Beam.between(cell, window, boards, "plus", across=True, floor=(200, 100))
    start, turn, end = beam.stations
    assert turn == (200, 80, 100)  # as wide as its narrower end, and above the text
    assert (start.along, end.along) == (104, 296)
    straight = Beam.between(cell, window, boards, "plus", across=True, floor=(200, 150))
    assert len(straight.stations) == 2
