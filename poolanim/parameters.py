"""A layer's parameters: how they are spelled, and what they may be. Free of NumPy."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Generic, TypeVar

from poolanim.errors import ParameterError, suggestion
from poolanim.geometry import PADDING_WORDS, SAME, Pair, Sides, both_ends, spell

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

T = TypeVar("T")

TIES = ("all", "first", "split")
"""Who gets the gradient of tied maxima: each the whole, the first alone, or each an equal part."""
LARGEST_SEED = 2**63 - 1
LARGEST_DIVISOR = 10**9
LARGEST_POWER = 1000


FORMS = {
    "x": "one whole number or HxW, such as 3x2",
    ",": "R,C, such as 2,2",
    ":": "A:B, such as 10:20",
}
"""How a pair is spelled, by what separates its numbers."""


def pair(name: str, value: object, *, minimum: int, separator: str = "x") -> Pair:
    """Read (height, width) from an int, a pair of ints, or text such as `3` or `3x2`.

    Args:
        name: the parameter's name, for the error.
        value: what the user gave.
        minimum: the least value that either number may have.
        separator: what stands between two numbers in text.

    Raises:
        ParameterError: `value` is no such thing, or a number is under `minimum`.

    Example:
        >>> pair("kernel_size", "3x2", minimum=1)
        (3, 2)
        >>> pair("kernel_size", 2, minimum=1)
        (2, 2)
    """
    numbers: Sequence[object]
    if isinstance(value, str):
        texts = re.split(rf"\s*[{separator}]\s*", value.strip().lower())
        numbers = [int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text for text in texts]
    elif isinstance(value, list | tuple):
        numbers = value
    else:
        numbers = [value]
    if len(numbers) == 1 and separator == "x":
        numbers = [numbers[0], numbers[0]]
    whole = [
        number.__index__()
        for number in numbers
        if hasattr(number, "__index__") and not isinstance(number, bool)
    ]
    if len(whole) != 2 or len(numbers) != 2:
        raise ParameterError(f"{name} is {value!r}; give {FORMS[separator]}")
    if min(whole) < minimum:
        raise ParameterError(f"{name} is {value!r}; each number must be at least {minimum}")
    return whole[0], whole[1]


def padding_from(value: object) -> Pair | Sides | str:
    """Read padding from what `pair` reads, from ((top, bottom), (left, right)), or from a word.

    In text, `1:2` is 1 cell before and 2 after, such as in `0:1x1:0`. `same` is `same-upper`.

    Returns:
        (height, width) if both ends have as many; or else ((top, bottom), (left, right)); or one
        of `PADDING_WORDS`.

    Raises:
        ParameterError: `value` is no such thing, or a number is negative.

    Example:
        >>> padding_from(1), padding_from("0:1x2"), padding_from("same")
        ((1, 1), ((0, 1), (2, 2)), 'same-upper')
    """
    sides = value
    if isinstance(value, str):
        word = value.strip().lower()
        word = SAME[0] if word == "same" else word
        if word in PADDING_WORDS:
            return word
        if re.search("[a-wyz]", word):
            raise ParameterError(f"padding is {value!r}; {suggestion(word, PADDING_WORDS)}")
        texts = [side.split(":") if ":" in side else side for side in word.split("x")]
        sides = texts * 2 if len(texts) == 1 else texts
    if not isinstance(sides, list | tuple) or not any(isinstance(s, list | tuple) for s in sides):
        return pair("padding", value, minimum=0)
    if len(sides) != 2:
        raise ParameterError(f"padding is {value!r}; give ((top, bottom), (left, right))")
    ends = []
    for side in sides:
        before, after = side if isinstance(side, list | tuple) and len(side) == 2 else (side, side)
        ends.append(pair("padding", f"{before}x{after}", minimum=0))
    (top, bottom), (left, right) = ends
    return (top, left) if top == bottom and left == right else ((top, bottom), (left, right))


class PairField(Generic[T]):
    """A dataclass field that takes what `pair` reads and gives (height, width).

    Args:
        default: the field's default: a pair, None, or nothing for a field that must be given.
        minimum: the least value that either number may have.
        separator: what stands between two numbers in text.

    Example:
        >>> from dataclasses import dataclass
        >>> @dataclass(frozen=True)
        ... class Kernel:
        ...     size: PairField[tuple[int, int]] = PairField((3, 3), minimum=1)
        >>> Kernel(), Kernel(2), Kernel("3x2")
        (Kernel(size=(3, 3)), Kernel(size=(2, 2)), Kernel(size=(3, 2)))
    """

    def __init__(self, *default: T, minimum: int, separator: str = "x") -> None:
        self.default = default
        self.minimum = minimum
        self.separator = separator

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> Pair | T:
        if instance is not None:
            value: Pair | T = instance.__dict__[self.name]
            return value
        if not self.default:  # tells dataclass that there is no default
            raise AttributeError(self.name)
        return self.default[0]

    def __set__(self, instance: object, value: int | str | Pair | T) -> None:
        if value is not None or self.default != (None,):
            value = pair(self.name, value, minimum=self.minimum, separator=self.separator)
        instance.__dict__[self.name] = value


class PaddingField(Generic[T]):
    """A dataclass field that takes what `padding_from` reads.

    Args:
        default: the field's default, which may be None.

    Example:
        >>> from dataclasses import dataclass
        >>> @dataclass(frozen=True)
        ... class Frame:
        ...     padding: PaddingField[tuple[int, int]] = PaddingField((0, 0))
        >>> Frame(), Frame("valid")
        (Frame(padding=(0, 0)), Frame(padding='valid'))
    """

    def __init__(self, default: T) -> None:
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> Pair | Sides | str | T:
        if instance is None:
            return self.default
        value: Pair | Sides | str | T = instance.__dict__[self.name]
        return value

    def __set__(self, instance: object, value: int | str | Pair | Sides | T) -> None:
        if value is not None or self.default is not None:
            value = padding_from(value)
        instance.__dict__[self.name] = value


def as_text(value: object) -> str:
    """A parameter's value as people write it.

    Example:
        >>> as_text((3, 2)), as_text(True), as_text(float("inf")), as_text("first"), as_text(None)
        ('3x2', 'true', 'inf', 'first', 'none')
    """
    if isinstance(value, tuple):
        return spell(value)
    return str(value).lower() if value is None or isinstance(value, bool) else f"{value}"


def check_padding(padding: Pair | Sides | str, window: Pair, most: Pair, limit: str) -> None:
    """Raise ParameterError if padding by numbers is more than `most` on a side.

    Args:
        padding: as `padding_from` gives it.
        window: (height, width) of the window, from its first cell to its last.
        most: (height, width).
        limit: what that is, for the error.
    """
    if isinstance(padding, str):
        return
    if max(both_ends(padding[0])) > most[0] or max(both_ends(padding[1])) > most[1]:
        raise ParameterError(
            f"padding is {spell(padding)}; with a window of {spell(window)} it must be at most "
            f"{spell(most)}, {limit}"
        )


def check_one_of(name: str, value: object, known: Collection[str]) -> None:
    """Raise ParameterError unless a value is one of the known words."""
    if not isinstance(value, str) or value not in known:
        raise ParameterError(f"{name} is {value!r}; {suggestion(str(value), known)}")


def check_switch(name: str, value: object) -> None:
    """Raise ParameterError unless a value is True or False."""
    if not isinstance(value, bool):
        raise ParameterError(f"{name} is {value!r}; give true or false")


def check_divisor(divisor: object) -> None:
    """Raise ParameterError unless it can be divided by, or is None."""
    if divisor is None:
        return
    whole = isinstance(divisor, int) and not isinstance(divisor, bool)
    if not whole or not 0 < abs(divisor) <= LARGEST_DIVISOR:  # type: ignore[arg-type]
        raise ParameterError(
            f"divisor_override is {divisor!r}; give a whole number other than 0, of at most "
            f"{LARGEST_DIVISOR} in size"
        )


def check_power(p: object) -> None:
    """Raise ParameterError unless there is a norm of this power."""
    real = isinstance(p, int | float) and not isinstance(p, bool)
    if not real or not (0 < abs(p) <= LARGEST_POWER or abs(p) == math.inf):  # type: ignore[arg-type]
        raise ParameterError(
            f"p is {p!r}; give a real number other than 0, of at most {LARGEST_POWER} in size, "
            "or inf"
        )


def check_whole(name: str, value: object, least: int, greatest: int, other: str = "") -> None:
    """Raise ParameterError unless a value is a whole number within limits.

    Args:
        name: of the parameter.
        value: its value.
        least: limit.
        greatest: limit.
        other: what else may be given, for the error.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= greatest:
        limits = f"a whole number from {least} to {greatest}{other and f', {other}'}"
        raise ParameterError(f"{name} is {value!r}; give {limits}")


def span(kernel_size: Pair, dilation: Pair) -> Pair:
    """(height, width) of a window from its first cell to its last.

    Example:
        >>> span((3, 2), (2, 2))
        (5, 3)
    """
    height, width = (d * (k - 1) + 1 for d, k in zip(dilation, kernel_size, strict=True))
    return height, width
