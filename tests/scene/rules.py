"""The rules of the stage that can be computed. Each yields what breaks it, in a stage."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np

from poolanim.fonts.setting import text_width
from poolanim.scene.boards.setting import CAP, parted
from poolanim.scene.marks import Box, Dot, Polygon, Stroke, Text
from poolanim.theme import load_theme
from poolanim.theme.legibility import STAGE, pairs_of
from tests.scene.stages import beams, edges, ink_of, overlap, shown_number

MARGIN = 32
SHOWN = {"wide": 800 / 480, "square": 640 / 480, "tall": 450 / 360}
"""Units in a pixel of the narrowest picture in which each aspect must be legible."""
NUMBER, CODE, TAG, TITLE, ANY = 11, 10, 12, 16, 9
"""The least sizes of type there, in pixels."""
CODE_FACES = ("code", "code-strong")


def _where(moment, *what):
    return f"frame {moment.number} ({moment.direction} {moment.stage}): {' '.join(map(str, what))}"


# ---- type


def type_can_be_read(stage):
    """Rule 1: no type is smaller than what can be read on the narrowest picture."""
    unit = SHOWN[stage.figure.aspect]
    for moment in stage.moments:
        doubled = _doubled(moment)
        for place, marks in moment.picture.items():
            kind = place[0] if isinstance(place, tuple) else place
            for text in marks:
                if not isinstance(text, Text):
                    continue
                least = ANY
                if kind.startswith("cell") and place[:2] not in doubled:
                    least = NUMBER
                elif text.face in CODE_FACES:
                    least = CODE
                elif kind.startswith("tag") and text.face.startswith("number"):
                    least = TAG
                elif kind == "title" and text.face == "text-strong" and stage.figure.title is None:
                    least = TITLE
                if text.size < least * unit - 0.01:
                    yield _where(moment, place, repr(text.text), text.size, "<", least * unit)


def _doubled(moment):
    """Returns the boards whose cells show two numbers of two grids; deltas have signs."""
    if moment.stage != "opening":
        return moment.__dict__.setdefault("_doubled", set()) | {
            place[:2]
            for place, marks in moment.picture.items()
            if isinstance(place, tuple) and place[0].startswith("cell")
            for texts in [[mark for mark in marks if isinstance(mark, Text)]]
            if len(texts) == 2 and texts[0].size != texts[1].size
        }
    return {
        place[:2]
        for place, marks in moment.picture.items()
        if isinstance(place, tuple) and place[0].startswith("cell")
        if sum(isinstance(mark, Text) for mark in marks) == 2
    }


def _cells(moment):
    """Yields each cell's place, what it covers, and its texts."""
    for place, marks in moment.picture.items():
        if isinstance(place, tuple) and place[0].startswith("cell"):
            yield place, marks, [mark for mark in marks if isinstance(mark, Text)]


def digits_have_places(stage):
    """Rule 3: an old value and its delta share the decimal point; digits stand in the middle.

    A zero without decimals stands in the middle beside a number without a digit before its point.
    """
    for moment in stage.holding:
        doubled = _doubled(moment)
        for place, marks, texts in _cells(moment):
            below = len(texts) == 2 and texts[0].y < texts[1].y
            if below and texts[0].text == "0" and parted(texts[1].text)[1].startswith("."):
                box = next(mark for mark in marks if isinstance(mark, Box))
                off = texts[0].x + texts[0].width / 2 - box.x - box.width / 2
                if abs(off - text_width("0", texts[0].size, "number") / 8) > 2.1:
                    yield _where(moment, place, "a zero stands", off, "beside the middle")
            elif below and place[:2] not in doubled:
                one, other = (_point(text) for text in texts)
                tight = any(text.text.startswith(("+", "−")) for text in texts)
                if abs(one - other) > (text_width("0", texts[0].size, "number") if tight else 1):
                    yield _where(moment, place, texts[0].text, texts[1].text, one - other)


def _point(text):
    """Returns where the decimal point of a number is, or would be."""
    whole = text.text.partition(".")[0]
    point = text.x + text_width(whole, text.size, text.face)
    if "." in text.text:
        point += text_width(".", text.size, text.face) / 2
    else:
        point += text_width(".", text.size, "number") / 2
    return point


def digits_stand_right_of_signs(stage):
    """Rule 3: in a board with signs digits stand a quarter of a sign right of the middle."""
    for moment in stage.moments:
        if moment.stage != "opening" and moment.stage != "closing":
            continue
        signed, found = set(), []
        for place, marks, texts in _cells(moment):
            box = next((mark for mark in marks if isinstance(mark, Box)), None)
            if box is None or len(texts) != 1:
                continue
            sign, body = parted(texts[0].text)
            if sign:
                signed.add(place[:2])
            found.append((place, box, texts[0], sign, body))
        for place, box, text, sign, body in found:
            advance = text_width("0", text.size, "number")
            width = text_width(body, text.size, text.face)
            start = text.x + (text_width(sign, text.size, text.face) if sign else 0)
            middle = box.x + box.width / 2
            off = start + width / 2 - middle
            centred = abs(text.x + text.width / 2 - middle) <= 2.1
            shifted = abs(off - 0.25 * advance) <= 2.1
            if not centred and not shifted:
                yield _where(moment, place, repr(text.text), f"{off:.1f} beside the middle")


def sums_are_as_large_as_sources(stage):
    """Rule 4: at rest the numbers that grow are never smaller than those that they grow from."""
    for moment in stage.moments:
        if moment.direction != "backward" or moment.stage not in ("opening", "closing"):
            continue
        size = {}
        for place, _, texts in _cells(moment):
            size[place[:2]] = max([size.get(place[:2], 0), *(text.size for text in texts)])
        names = _names(moment)
        own = max(size)
        for board, found in size.items():
            grows = names.get(board, "").startswith(("dA_prev", "grad_in"))
            if grows and 0 < found < size[own]:
                yield _where(moment, found, "<", size[own])


def _names(moment):
    """Returns the name of each board, by the kind of its cells and its number."""
    return {
        (place[0].replace("name", "cell"), place[1]): marks[0].text
        for place, marks in moment.picture.items()
        if isinstance(place, tuple) and place[0].startswith("name") and marks
    }


def sentences_are_whole(stage):
    """Rule 5: no sentence is cut; code is in mono, and words are not."""
    for moment in stage.moments:
        lines = [
            text.text
            for kind, text in moment.texts
            if kind in ("statement", "remark") and text.face not in (*CODE_FACES, "math")
        ]
        if moment.stage == "closing" and not lines:
            yield _where(moment, "teaches nothing")
        if lines and not " ".join(lines).rstrip().endswith("."):
            yield _where(moment, "ends with", repr(lines[-1]))
        for kind, text in moment.texts:
            if "…" in text.text and kind != "title":  # the user is told of a title that is cut
                yield _where(moment, "cuts", repr(text.text))
            coded = text.face in (*CODE_FACES, "math")
            if (" = " in text.text and "[" in text.text) and not coded:
                yield _where(moment, kind, "has code in words", repr(text.text))


# ---- space


def nothing_leaves_the_margins(stage):
    """Rules 5 and 6: nothing crosses the margins but half an outline."""
    width, height = stage.scene.width, stage.scene.height
    for moment in stage.moments:
        for place, marks in moment.picture.items():
            for mark in marks:
                left, top, right, bottom = mark.bounds
                if left < MARGIN - 2 or right > width - MARGIN + 2:
                    yield _where(moment, place, _brief(mark), f"spans {left:.0f} to {right:.0f}")
                if top < 16 or bottom > height - 20:
                    yield _where(
                        moment, place, _brief(mark), f"from {top:.0f} down to {bottom:.0f}"
                    )


def _brief(mark):
    return repr(mark.text) if isinstance(mark, Text) else type(mark).__name__


def ends_stand_on_the_margins(stage):
    """Rule 6: boards side by side, and the rail, begin and end on the margins."""
    right = stage.scene.width - MARGIN
    for moment in stage.moments[:1]:
        rail = [box.bounds for box in moment.of("rail")]
        ends = min(box[0] for box in rail), max(box[2] for box in rail)
        if ends != (MARGIN, right):
            yield _where(moment, "the rail spans", ends)
        boards = list(moment.boards.values())
        beside = all(
            one[2] <= other[0] or other[2] <= one[0] for one, other in combinations(boards, 2)
        )
        ends = min(box[0] for box in boards), max(box[2] for box in boards)
        texts = [text.x for kind, text in stage.moments[1].texts if kind in ("code", "tracked")]
        beside = beside and not any(x > ends[1] for x in texts)  # or else the text ends there
        if beside and ends != (MARGIN, right):
            yield _where(moment, "boards span", ends)


LEAST_FILLED, LARGEST_VOID = 0.45, 0.15


def boards_fill_the_stage(stage):
    """Rule 7: boards and beams span at least 45 % of the canvas."""
    area = stage.scene.width * stage.scene.height
    for moment in stage.moments[:1]:
        boxes = list(moment.boards.values())
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        share = (right - left) * (bottom - top) / area
        if share < LEAST_FILLED:
            yield _where(moment, f"boards fill {share:.0%}")


def tallies_stand_together(stage):
    """Rule 7: slots are under the name of what they add up, or in its row at its right."""
    for moment in stage.moments:
        names = [text for kind, text in moment.texts if kind == "tracked"]
        slots = [mark.bounds for mark in moment.of("slots")]
        if not names or not slots:
            continue
        (name,) = names
        left, top, _, bottom = _around(slots)
        level = top < name.y < bottom and name.x + name.width < left
        under = top > name.y and left <= name.x <= left + 32
        if not level and not under:
            yield _where(moment, repr(name.text), "is not with its slots")


GRAIN = 8


def no_void_is_large(stage):
    """Rule 7: no empty rectangle within the margins covers over 15 % of the canvas.

    Of each pass its first and its last frame are tried, and some between them.
    """
    width, height = stage.scene.width, stage.scene.height
    ends = [moment for moment in stage.moments if moment.stage in ("opening", "closing")]
    for moment in [*ends, *stage.holding[:: max(len(stage.holding) // 3, 1)]]:
        taken = np.zeros((height // GRAIN + 1, width // GRAIN + 1), bool)
        for box in moment.boards.values():
            _take(taken, box)
        for place, marks in moment.picture.items():
            if isinstance(place, tuple) and place[0].startswith("cell"):
                continue
            for mark in marks:
                if isinstance(mark, Polygon):
                    _take_polygon(taken, mark)
                else:
                    _take(taken, mark.bounds)
        inner = taken[MARGIN // GRAIN : -MARGIN // GRAIN, MARGIN // GRAIN : -MARGIN // GRAIN]
        share = _largest_empty(inner) * GRAIN**2 / (width * height)
        if share > LARGEST_VOID:
            yield _where(moment, f"{share:.0%} are empty")


def _take(taken, bounds):
    left, top, right, bottom = (round(each / GRAIN) for each in bounds)
    taken[max(top, 0) : max(bottom, top + 1), max(left, 0) : max(right, left + 1)] = True


def _take_polygon(taken, polygon):
    ys, xs = np.mgrid[: taken.shape[0], : taken.shape[1]] * GRAIN + GRAIN / 2
    corners = [(polygon.x + x, polygon.y + y) for x, y in polygon.corners]
    sides = [
        (bx - ax) * (ys - ay) - (by - ay) * (xs - ax)
        for (ax, ay), (bx, by) in pairwise([*corners, corners[0]])
    ]
    taken |= np.all([side >= 0 for side in sides], 0) | np.all([side <= 0 for side in sides], 0)


def _largest_empty(taken):
    """Returns the area of the largest rectangle without anything, in squares of the grain."""
    heights, largest = np.zeros(taken.shape[1] + 1, int), 0
    for row in taken:
        heights[:-1] = np.where(row, 0, heights[:-1] + 1)
        stack = []
        for column, high in enumerate(heights.tolist()):
            start = column
            while stack and stack[-1][1] >= high:
                start, past = stack.pop()
                largest = max(largest, past * (column - start))
            stack.append((start, high))
    return largest


def texts_stand_apart(stage):
    """Rule 7: no two texts overlap, and no tag covers a text of another place."""
    for moment in stage.moments:
        new = {id(mark) for marks in moment.changes.values() for mark in marks}
        for texts in _near([(kind, text, ink_of(text)) for kind, text in moment.texts]):
            if not any(id(text) in new for _, text, _ in texts):
                continue
            (one_kind, one, a), (other_kind, other, b) = texts
            if overlap(a, b, 0.6):
                yield _where(moment, one_kind, repr(one.text), "over", other_kind, repr(other.text))
        pills = [mark.bounds for mark in moment.of("tag", "slots") if isinstance(mark, Box)]
        around = _around(pills) if pills else (0, 0, 0, 0)
        for kind, text in moment.texts:
            if kind in ("tag", "slots") or not overlap(around, ink_of(text)):
                continue
            if any(overlap(pill, ink_of(text), 0.6) for pill in pills):
                yield _where(moment, "a tag or slot covers", kind, repr(text.text))


def _near(found):
    """Yields pairs whose places down the canvas are near, of things with bounds at their end."""
    found = sorted(found, key=lambda each: each[-1][1])
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if other[-1][1] > one[-1][3]:
                break
            yield one, other


def texts_are_clear_of_beams(stage):
    """Rules 6 and 7: no beam tints a text that does not stand on it, nor does an edge cross one."""
    for moment in stage.holding:
        tints, lines = beams(moment), edges(moment)
        around = _around([mark.bounds for mark in (*tints, *lines)])
        pills = [mark.bounds for mark in moment.of("tag") if isinstance(mark, Box)]
        for kind, text in moment.texts:
            covered = ink_of(text)
            if not overlap(covered, around) and not text.ground.startswith("beam."):
                continue
            if any(_within(covered, pill) for pill in pills):
                continue
            if any(_crosses(line, covered) for line in lines):
                yield _where(moment, "an edge crosses", kind, repr(text.text))
            elif not text.ground.startswith("beam.") and any(_tints(t, covered) for t in tints):
                yield _where(moment, "a beam tints", kind, repr(text.text))
            elif text.ground.startswith("beam.") and not any(_tints(t, covered) for t in tints):
                yield _where(moment, "no beam under", kind, repr(text.text))


def _around(found):
    """Returns what some bounds cover together."""
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _within(inner, outer):
    return all(a >= b - 1 for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b + 1 for a, b in zip(inner[2:], outer[2:], strict=True)
    )


def _crosses(line, bounds):
    """Returns whether a line goes through a rectangle: Liang and Barsky."""
    left, top, right, bottom = bounds
    dx, dy, start, end = line.to_x - line.x, line.to_y - line.y, 0.0, 1.0
    for step, room in (
        (-dx, line.x - left),
        (dx, right - line.x),
        (-dy, line.y - top),
        (dy, bottom - line.y),
    ):
        if step == 0:
            if room <= 0.5:
                return False
        elif step < 0:
            start = max(start, room / step)
        else:
            end = min(end, room / step)
    return end - start > 1e-3


def _tints(polygon, bounds):
    """Returns whether a polygon covers part of a rectangle, as samples of it tell."""
    if not overlap(polygon.bounds, bounds):
        return False
    left, top, right, bottom = bounds
    corners = [(polygon.x + x, polygon.y + y) for x, y in polygon.corners]
    sides = list(pairwise([*corners, corners[0]]))
    for column in range(7):
        for row in range(3):
            x = left + 1 + (right - left - 2) * column / 6
            y = top + 1 + (bottom - top - 2) * row / 2
            turns = {(bx - ax) * (y - ay) > (by - ay) * (x - ax) for (ax, ay), (bx, by) in sides}
            if len(turns) == 1:
                return True
    return False


def words_are_clear_of_arrowheads(stage):
    """Rule 7: no word of a tag is on the arrowhead of a beam."""
    for moment in stage.holding:
        heads = [
            mark.bounds
            for mark in moment.of("beam")
            if isinstance(mark, Polygon) and not mark.fill.startswith("beam.")
        ]
        for kind, text in moment.texts:
            if kind == "tag" and any(overlap(ink_of(text), head, 0.5) for head in heads):
                yield _where(moment, repr(text.text), "is on an arrowhead")


# ---- colour and line

_COLOURS = load_theme("light").colours
_PAIRS = set(pairs_of(STAGE, _COLOURS))


def texts_have_known_grounds(stage):
    """Rule 9: every text stands on a ground on which themes keep it legible."""
    seen = set()
    for moment in stage.moments:
        for kind, text in moment.texts:
            pair = text.ink, text.ground
            if pair in seen:
                continue
            seen.add(pair)
            if pair not in _PAIRS and text.ink != f"{text.ground}.ink":
                yield _where(moment, kind, repr(text.text), "is", text.ink, "on", text.ground)


def cells_have_one_role(stage):
    """Rule 9: no two roles are stacked in a cell."""
    for moment in stage.moments:
        for place, marks, _ in _cells(moment):
            roles = {mark.fill for mark in marks if isinstance(mark, Box | Dot) and mark.fill}
            if {"tracked", "winner"} <= roles:
                yield _where(moment, place, "is tracked and wins")


def numbers_are_on_their_spots(stage):
    """Rule 9: no letter of a winner's number is beside its spot."""
    for moment in stage.holding:
        for place, marks in moment.picture.items():
            spots = [
                mark for mark in marks if isinstance(mark, Box | Dot) and mark.fill == "winner"
            ]
            for text in marks:
                if not isinstance(text, Text) or text.ground != "winner":
                    continue
                corners = [
                    (x, y)
                    for x in (text.x + 1, text.x + text.width - 1)
                    for y in (text.y - 0.65 * text.size, text.y - 1)
                ]
                if not any(all(_covers(spot, *corner) for corner in corners) for spot in spots):
                    yield _where(moment, place, repr(text.text), "is beside its spot")


def _covers(spot, x, y):
    """Returns whether a point is on a spot."""
    if isinstance(spot, Dot):
        return (x - spot.x) ** 2 + (y - spot.y) ** 2 <= spot.radius**2
    left, top, right, bottom = spot.bounds
    return left <= x <= right and top <= y <= bottom


BEARING = 1
"""The least width beside a digit in its letter."""


def numbers_are_within_frames(stage):
    """Rule 9: no frame of the tracked cell crosses its number, or one of two at its side."""
    for moment in stage.moments:
        for place, marks, texts in _cells(moment):
            frames = [
                mark
                for mark in marks
                if isinstance(mark, Box) and mark.line in ("tracked_edge", "tracked_inner")
            ]
            for frame, text in product(frames, texts):
                half = frame.line_width / 2 - BEARING
                left, right = frame.x + half, frame.x + frame.width - half
                aside = text.x < left - 0.01 or text.x + text.width > right + 0.01
                above = text.y - CAP * text.size < frame.y + half - 0.01
                if aside or (above and len(texts) == 1):
                    yield _where(moment, place, repr(text.text), "is on its frame")


def roles_exist(stage):
    """Every colour is a role of the themes."""
    for moment in stage.moments:
        for mark in moment.marks:
            for field in ("fill", "line", "ink", "ground"):
                role = getattr(mark, field, None)
                if role is not None and role not in _COLOURS:
                    yield _where(moment, _brief(mark), role)


BEAM_LINES = ((1.5, 1), (1, 0.45))


def lines_have_their_widths(stage):
    """Rule 11: 3 for what is active, 1.5 for beams in the gap, 1 at 45 % over boards."""
    for moment in stage.moments:
        for mark in moment.of("window", "active"):
            if (mark.line_width, mark.radius) != (3, 5) and not mark.dashed:
                yield _where(moment, "an outline of", mark.line_width, mark.radius)
        for mark in moment.of("beam"):
            if isinstance(mark, Stroke) and (mark.line_width, mark.opacity) not in BEAM_LINES:
                yield _where(moment, "a beam's edge of", mark.line_width, mark.opacity)
        for mark in moment.of("dashes"):
            if not mark.dashed or mark.line_width not in (1, 1.5):
                yield _where(moment, "padding's lines of", mark.line_width)


# ---- story

TOLD = ("code", "count", "rail", "sum", "slots", "tracked")
"""Kinds of places that follow the picture."""


def words_follow_the_picture(stage):
    """Rule 14: code, count and result change only once the picture has shown them."""
    for moment in stage.moments:
        kinds = {place[0] if isinstance(place, tuple) else place for place in moment.changes}
        if moment.stage == "arrived" and kinds & {*TOLD, "tag"}:
            yield _where(moment, "changes", sorted(kinds & {*TOLD, "tag"}))
        if moment.stage == "merged" and kinds & {"code", "count", "rail"}:
            yield _where(moment, "changes", sorted(kinds & {"code", "count", "rail"}))


def scans_explain_themselves(stage):
    """Rule 16: whoever sees a scan sees from where, how much, and to where."""
    for moment in stage.holding:
        for kind in ("beam", "tag", "window", "active"):
            if not moment.of(kind):
                yield _where(moment, "has no", kind)
        if not any(isinstance(mark, Polygon) for mark in moment.of("beam")):
            yield _where(moment, "has no tint between boards")
        if not any(mark.text.strip() for mark in moment.of("tag") if isinstance(mark, Text)):
            yield _where(moment, "has a tag that says nothing")


LEFT = 48
"""The height under code of an opening in which a sentence has room."""


def openings_say_what_scans_do(stage):
    """Rule 16: a pass opens with what its scans do, unless its first code has all the room."""
    for moment in stage.moments:
        if moment.stage != "opening" or any(
            kind in ("mask", "remark", "statement") and text.face not in CODE_FACES
            for kind, text in moment.texts
        ):
            continue
        code = [text.y for kind, text in moment.texts if kind == "statement"]
        bottom = stage.plays[moment.direction].side.room.strip.bottom
        if bottom - max(code, default=0) > LEFT:
            yield _where(moment, "does not say what its scans do")


MOST_LINES = 7


def sentences_are_no_columns(stage):
    """Rule 5: no sentence between boards is a column of single words."""
    for moment in stage.moments:
        if moment.stage in ("opening", "closing"):
            lines = [text.text for kind, text in moment.texts if kind == "mask"]
            if len(lines) > MOST_LINES:
                yield _where(moment, f"has {len(lines)} lines, as", repr(lines[0]))


def closings_say_something_new(stage):
    """Rule 16: no closing frame repeats what the opening one says."""
    for moment in stage.moments:
        told = stage.plays[moment.direction].cast.telling.captions.essence
        said = " ".join(text.text for kind, text in moment.texts if kind == "mask")
        if moment.stage == "closing" and told in said:
            yield _where(moment, "says again", repr(told))


def stills_name_their_figure(stage):
    """Rule 18: every still names the layer, its pass and its parameters."""
    kernel = stage.figure.parameters.get("kernel_size")
    for moment in stage.moments:
        heads = ("title", "parameters")
        said = " ".join(text.text for kind, text in moment.texts if kind in heads)
        named = "pooling", "convolution"
        if stage.figure.title is None and not any(name in said.lower() for name in named):
            yield _where(moment, "names no layer", repr(said))
        if moment.direction not in said:
            yield _where(moment, "names no pass", repr(said))
        given = [text.text for kind, text in moment.texts if kind == "parameters"]
        if stage.scene.acts[0].parameters and not given:
            yield _where(moment, "names no parameters", repr(said))
        if kernel is not None and str(kernel[0]) not in said:
            yield _where(moment, "names another kernel", repr(said))


# ---- numbers


GROWING = {
    "dA_prev": "grad_input",
    "dW": "grad_weight",
    "db": "grad_bias",
    "grad_input": "grad_input",
    "grad_weight": "grad_weight",
    "grad_bias": "grad_bias",
}
"""The grids of a backward pass by their labels."""


def totals_of(stage, target):
    """Returns for each number of scans what the cells of a gradient hold."""
    shown = stage.trace.passes["backward"]
    terms = shown.terms[target]
    sums = {}
    yield dict(sums)
    for scan in range(len(shown)):
        cells = zip(terms.to.of(scan), terms.amounts[terms.to.part(scan)].tolist(), strict=True)
        for cell, amount in cells:
            sums[cell] = sums.get(cell, 0.0) + amount
        yield dict(sums)


def sums_are_those_of_the_trace(stage):
    """The numbers on the boards that grow are the running totals of the trace."""
    if "backward" not in stage.trace.passes or stage.figure.direction == "forward":
        return
    shown = stage.trace.passes["backward"]
    totals = {target: list(totals_of(stage, target)) for target in shown.terms}
    for moment in stage.moments:
        if moment.direction != "backward" or moment.stage == "arrived":
            continue
        names = _names(moment)
        for place, _, texts in _cells(moment):
            target = GROWING.get(names.get(place[:2], "").removesuffix("_pad"))
            if target not in shown.terms or not texts:
                continue
            fills = target == shown.own
            done = moment.scan + (moment.stage in ("merged", "closing") or fills * moment.holds)
            deep = stage.part(moment, place[1]).place
            cell = (*place[2:], *deep)
            wanted = totals[target][done].get(cell, 0.0)
            if moment.stage == "told" and len(texts) == 1 and _is_delta(texts[0]):
                continue
            height, width = stage.trace.grids[target].shape[:2]
            if not (0 <= place[2] < height and 0 <= place[3] < width):
                continue
            if moment.stage == "closing" and done == len(shown):  # with what padding gives back
                wanted = float(stage.trace.grids[target][cell])
            value, slack = shown_number(texts[0].text)
            if abs(value - wanted) > slack + 1e-9 * max(abs(wanted), 1):
                yield _where(moment, place, value, "is not", wanted)
            if len(texts) == 2:
                delta, slack = shown_number(texts[1].text)
                added = totals[target][done + 1].get(cell, 0.0) - wanted
                if abs(delta - added) > slack + 1e-9 * max(abs(wanted), 1):
                    yield _where(moment, place, "adds", delta, "instead of", added)


def _is_delta(text):
    return text.face == "number-bold" and text.text.startswith(("+", "−"))


RULES = (
    type_can_be_read,
    digits_have_places,
    digits_stand_right_of_signs,
    sums_are_as_large_as_sources,
    sentences_are_whole,
    nothing_leaves_the_margins,
    ends_stand_on_the_margins,
    boards_fill_the_stage,
    tallies_stand_together,
    no_void_is_large,
    texts_stand_apart,
    texts_are_clear_of_beams,
    words_are_clear_of_arrowheads,
    texts_have_known_grounds,
    cells_have_one_role,
    numbers_are_on_their_spots,
    numbers_are_within_frames,
    roles_exist,
    lines_have_their_widths,
    words_follow_the_picture,
    scans_explain_themselves,
    openings_say_what_scans_do,
    sentences_are_no_columns,
    closings_say_something_new,
    stills_name_their_figure,
    sums_are_those_of_the_trace,
)
