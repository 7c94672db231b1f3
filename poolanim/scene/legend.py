"""Sets the texts beside the boards: code in boxes, numbers, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Box, Text
from poolanim.scene.runs import Style, runs_of, set_runs, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.marks import Face, Mark
    from poolanim.scene.runs import Run

CODE: Face = "code"
CODE_STRONG: Face = "code-strong"
BOXED = ("window", "active", "winner", "tracked")
"""The styles of code that have a box."""
PAD = 4
"""The distance between the edge of a box of code and its text."""
BESIDE_SPACE, BESIDE = 2, 7
"""The distances of the text in a box from a space outside it, and from another character."""
SWATCH, INNER = 16, 3
"""The side of a small cell, and the distance of its inner frame from its edge."""
LEAST_TIGHTER = 1e-6
"""By how much, as a share, the next room to try is narrower than the longest line."""

TAG_STYLES = {
    "": Style("number", "muted"),
    "b": Style("number-bold", "ink"),
    "plus": Style("number-bold", "plus_text"),
    "minus": Style("number-bold", "minus_text"),
    "winner": Style("number-bold", "winner"),
    "zero": Style("number-bold", "ink"),
    "value": Style("number-bold", "ink"),
}


def code_width(code: str, size: float, measure: Measure) -> float:
    """Returns the width of a line of code with its boxes."""
    _, end = code_line(0, 0, code, size, measure, {})
    return end


def code_line(
    x: float, y: float, code: str, size: float, measure: Measure, fills: dict[str, str]
) -> tuple[list[Mark], float]:
    """Returns a line of code in marks, and its right end.

    Args:
        x: the left end.
        y: the baseline.
        code: the code. Tags such as `<window>` give parts of it the look of a board's mark.
        size: the size of the type.
        measure: returns the widths of texts.
        fills: the role of the ground of each style's box. Without a role, it is the paper.
    """
    marks: list[Mark] = []
    for before, (text, style), after in _neighbours(runs_of(code)):
        boxed = style in BOXED
        x += _beside(before[-1:]) * boxed
        width = measure(text, size, CODE_STRONG if boxed else CODE)
        ground = "paper"
        if boxed:
            ground = "winner" if style == "winner" else fills.get(style, "paper")
            top = round(y - 1.06 * size)
            marks.append(
                Box(
                    round(x - PAD),
                    top,
                    round(width + 2 * PAD),
                    round(1.46 * size),
                    ground,
                    "winner" if style == "winner" else "ink",
                    2,
                    4,
                )
            )
        ink = {"winner": "on_winner", "tracked": "on_tracked"}.get(ground, "ink")
        if ground.startswith(("sequential", "picture")):
            ink = f"{ground}.ink"
        face = CODE_STRONG if boxed else CODE
        marks.append(Text(x, y, text, size, face, ink, ground, width))
        x += width + _beside(after[:1]) * boxed
    return marks, x


def _neighbours(runs: Sequence[Run]) -> Iterator[tuple[str, Run, str]]:
    """Yields each run of a line with the texts before and after it, which may be empty."""
    texts = ["", *(run.text for run in runs), ""]
    return zip(texts, runs, texts[2:], strict=False)


def _beside(character: str) -> int:
    """Returns the distance of the text in a box from a character; from the end if it is empty."""
    return BESIDE_SPACE if character == " " else BESIDE if character else PAD


def swatch(x: float, y: float) -> list[Box]:
    """Returns a small tracked cell, which stands beside its name; `y` is a baseline.

    Themes without colours frame it twice, as on its board.
    """
    left, top, inner = round(x), round(y - SWATCH + 2), SWATCH - 2 * INNER
    return [
        Box(left, top, SWATCH, SWATCH, "tracked", "tracked_edge", 1.5, 4),
        Box(left + INNER, top + INNER, inner, inner, None, "tracked_inner", 1, 2),
    ]


def numbers_right(
    x: float,
    y: float,
    text: str,
    size: float,
    measure: Measure,
    styles: dict[str, Style] = TAG_STYLES,
) -> tuple[list[Text], float]:
    """Returns numbers that end at `x`, and their left end."""
    parts = runs_of(text)
    left = x - width_of(parts, styles, size, measure)
    return set_runs(left, y, parts, styles, size, measure), left


def sentence(
    at: tuple[float, float], room: float, text: str, size: float, style: Style, measure: Measure
) -> list[Text]:
    """Returns a sentence in as many lines as it needs, which are about equally long.

    `at` is the start of the first baseline.
    """
    face, ink = style
    x, y = at
    lines = balanced(text, room, lambda part: measure(part, size, face))
    return [
        Text(x, round(y + 1.3 * size * row), line, size, face, ink, "paper", width)
        for row, line in enumerate(lines)
        for width in [measure(line, size, face)]
    ]


def balanced(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Returns a text in as few lines as fit in a room, of which the longest is as short as it can.

    Example:
        >>> balanced("no window reads the last column", 26, len)
        ['no window reads', 'the last column']
    """
    if width(text) <= room:
        return [text]
    words = [(word, width(word)) for word in text.split()]
    space = width(" ")
    tighter, longest = lines, _ = _wrapped(words, room, space)
    while len(tighter) == len(lines) > 1:
        lines, before = tighter, longest
        tighter, longest = _wrapped(words, before * (1 - LEAST_TIGHTER), space)
        if longest >= before:  # one word alone is so long
            break
    return lines


def wrapped(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Returns a text in lines that are at most `room` wide."""
    lines, _ = _wrapped([(word, width(word)) for word in text.split()], room, width(" "))
    return lines


def _wrapped(
    words: Iterable[tuple[str, float]], room: float, space: float
) -> tuple[list[str], float]:
    """Returns words, each with its width, in lines, and the width of the longest line."""
    lines: list[str] = []
    longest = end = 0.0
    for word, width in words:
        if lines and end + space + width <= room:
            lines[-1] += f" {word}"
            end += space + width
        else:
            lines.append(word)
            end = width
        longest = max(longest, end)
    return lines, longest
