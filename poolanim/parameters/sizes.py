"""Domains of pairs of whole numbers and of padding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, suggestion
from poolanim.parameters.domains import Domain, plain
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.parameters.domains import Schema

Pair = tuple[int, int]
"""(height, width), or (row, column)."""
Sides = tuple[Pair, Pair]
"""((top, bottom), (left, right))."""
SAME = ("same-upper", "same-lower")
"""Padding for ceil(size / stride) windows, an odd cell of it after the input or before it."""
PADDING_WORDS = ("valid", *SAME)
CAUSAL = "causal"
"""Padding before the input alone, so that no window reads what comes after its last cell."""
LARGEST_SIZE = 10**9 - 1
"""The largest number of a pair, which in text has at most nine digits."""
FORMS = {
    "x": "one whole number or HxW, such as 3x2",
    ",": "R,C, such as 2,2",
    ":": "A:B, such as 10:20",
}
"""How a pair is spelled, by what separates its numbers."""
SIDES = "HxW, TOP:BOTTOMxLEFT:RIGHT or ((top, bottom), (left, right))"

WHOLE: Schema = {"type": "integer"}
PAIR: Schema = {"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}


@frozen
class Size(Domain[Pair]):
    """A pair of whole numbers: two numbers in a tuple, list, array or text.

    Attributes:
        least: the least value of both numbers.
        greatest: the greatest value of both numbers.
        separator: the character between the numbers in text. With `x`, one number is both.
    """

    least: int
    greatest: int = LARGEST_SIZE
    separator: str = "x"

    def check(self, name: str, given: Any) -> Pair:
        """Returns the two numbers.

        Example:
            >>> Size(1).check("kernel_size", "3x2"), Size(1).check("kernel_size", 2)
            ((3, 2), (2, 2))
        """
        given = plain(given)
        numbers = split(given, self.separator)
        if len(numbers) == 1 and self.separator == "x":
            numbers = [numbers[0], numbers[0]]
        form = FORMS[self.separator]
        if not numbers:
            raise ParameterError(f"{name} is missing; give {form}", field=name)
        first, second = wholes(name, given, numbers, self.least, (self.greatest,) * 2, form)
        return first, second

    def schema(self) -> Schema:
        """Returns that of one number, of text and of two numbers."""
        return {"anyOf": [WHOLE, {"type": "string"}, PAIR]}

    def spell(self, value: Any) -> str:
        """Returns the numbers with the separator between."""
        return spell(value) if self.separator == "x" else self.separator.join(map(str, value))

    @property
    def metavar(self) -> str:
        """Stands for rows and columns."""
        return "HxW"


@frozen
class Padding(Domain[Pair | Sides | str]):
    """A padding: (height, width), ((top, bottom), (left, right)), or a word.

    In text, `1:2` is 1 cell before and 2 after, such as in `0:1x1:0`. `same` is `same-upper`.

    Attributes:
        words: that stand for paddings.
        greatest: the greatest number of cells at an end.
    """

    words: tuple[str, ...] = PADDING_WORDS
    greatest: int = LARGEST_SIZE

    def check(self, name: str, given: Any) -> Pair | Sides | str:
        """Returns the padding; (height, width) if both ends of each axis have as many cells.

        Example:
            >>> Padding().check("padding", "0:1x2"), Padding().check("padding", "same")
            (((0, 1), (2, 2)), 'same-upper')
        """
        sides = given = plain(given)
        if isinstance(given, str):
            word = given.strip().lower()
            word = SAME[0] if word == "same" else word
            if word in self.words:
                return word
            if re.search("[a-wyz]", word):
                raise ParameterError.about(name, given, suggestion(word, self.words))
            texts = [side.split(":") if ":" in side else side for side in word.split("x")]
            sides = texts * 2 if len(texts) == 1 else texts
        sides = [plain(side) for side in sides] if isinstance(sides, list | tuple) else [sides]
        if len(sides) <= 2 and not any(isinstance(side, list | tuple) for side in sides):
            return Size(0, self.greatest).check(name, given)
        if len(sides) != 2:
            raise ParameterError.about(name, given, f"give {SIDES}")
        ends = [side if isinstance(side, list | tuple) else (side, side) for side in sides]
        if isinstance(given, str):
            ends = [[_whole(text.strip()) for text in side] for side in ends]
        (top, bottom), (left, right) = (
            wholes(name, given, side, 0, (self.greatest,) * 2, SIDES) for side in ends
        )
        return (top, left) if top == bottom and left == right else ((top, bottom), (left, right))

    def schema(self) -> Schema:
        """Returns that of a size, or of two sizes."""
        side = {"anyOf": [WHOLE, PAIR]}
        sides = {"type": "array", "items": side, "minItems": 2, "maxItems": 2}
        return {"anyOf": [WHOLE, {"type": "string"}, PAIR, sides]}

    def spell(self, value: Any) -> str:
        """Returns the padding as people write it."""
        return spell(value)

    @property
    def metavar(self) -> str:
        """Stands for what it may be."""
        return "P|HxW|T:BxL:R|WORD"


def split(given: Any, separator: str) -> Sequence[object]:
    """Returns the numbers of a text, of a list, or of a number alone."""
    if isinstance(given, str):
        texts = re.split(rf"\s*[{separator}]\s*", given.strip().lower())
        return [_whole(text) for text in texts]
    return given if isinstance(given, list | tuple) else [given]


def wholes(
    name: str, given: Any, numbers: Sequence[object], least: int, most: Sequence[int], form: str
) -> tuple[int, ...]:
    """Returns whole numbers of at least `least` and at most `most`, one for each of these.

    The value `given` and its `form` are for errors.
    """
    whole = [
        number.__index__()
        for number in map(plain, numbers)
        if hasattr(number, "__index__") and not isinstance(number, bool)
    ]
    if not len(whole) == len(numbers) == len(most):
        raise ParameterError.about(name, given, f"give {form}")
    if min(whole) < least:
        raise ParameterError.about(name, given, f"each number must be at least {least}")
    if any(number > limit for number, limit in zip(whole, most, strict=True)):
        limit = f"each number must be at most {most[0]}" if len(set(most)) == 1 else ""
        raise ParameterError.about(name, given, limit or f"it must be at most {by(most)}")
    return tuple(whole)


def _whole(text: str) -> int | str:
    """Returns the whole number that a text stands for; another text as it is."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text


def spell(value: Sequence[int | Pair] | str) -> str:
    """Returns a size, a shape or a padding as people write it.

    Example:
        >>> spell((3, 3)), spell((3, 2)), spell((4, 4, 4)), spell(((0, 1), (2, 2)))
        ('3', '3x2', '4x4x4', '0:1x2')
    """
    if isinstance(value, str):
        return value
    ends = map(both_ends, value)
    texts = [f"{before}" if before == after else f"{before}:{after}" for before, after in ends]
    return texts[0] if len(texts) == 2 and texts[0] == texts[1] else by(texts)


def between(least: Sequence[int], most: Sequence[int]) -> str:
    """Returns between which sizes one must be.

    Example:
        >>> between((7, 7), (8, 8)), between((5, 5), (5, 5))
        ('from 7 to 8', '5')
    """
    return spell(least) if least == most else f"from {spell(least)} to {spell(most)}"


def by(sizes: Iterable[object]) -> str:
    """Returns a shape as people write it.

    Example:
        >>> by((3, 4)), by((20,))
        ('3x4', '20')
    """
    return "x".join(map(str, sizes))


def both_ends(padding: int | Pair) -> Pair:
    """Returns the padding (before, after) an axis; one number stands for both."""
    return (padding, padding) if isinstance(padding, int) else padding


def sides_of(padding: Pair | Sides | str) -> Sides | str:
    """Returns the padding before and after each axis, or the word."""
    if isinstance(padding, str):
        return padding
    return both_ends(padding[0]), both_ends(padding[1])


def as_text(value: object) -> str:
    """Returns a parameter's value as people write it.

    Example:
        >>> as_text((3, 2)), as_text(True), as_text(float("inf")), as_text("first"), as_text(None)
        ('3x2', 'true', 'inf', 'first', 'none')
    """
    if isinstance(value, tuple):
        return spell(value)
    return str(value).lower() if value is None or isinstance(value, bool) else f"{value}"
