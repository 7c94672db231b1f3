"""A layer's parameters: how they are spelled, and what they may be. Free of NumPy."""

from __future__ import annotations

import math
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from poolanim.errors import ParameterError, suggestion
from poolanim.layers.axis import PADDING_WORDS, SAME, Pair, Sides, both_ends, spell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

T = TypeVar("T")

TIES = ("all", "first", "split")
"""Who gets the gradient of tied maxima: each the whole, the first alone, or each an equal part."""
LARGEST_SEED = 2**63 - 1
LARGEST_DIVISOR = 10**9
LARGEST_POWER = 1000
LARGEST_SIZE = 10**9 - 1
"""Of a pair's numbers; in text they have no more digits."""
LONGEST_SHOWN = 60
"""Characters of a value in an error message."""


FORMS = {
    "x": "one whole number or HxW, such as 3x2",
    ",": "R,C, such as 2,2",
    ":": "A:B, such as 10:20",
}
"""How a pair is spelled, by what separates its numbers."""
SIDES = "HxW, TOP:BOTTOMxLEFT:RIGHT or ((top, bottom), (left, right))"


def pair(name: str, value: object, *, minimum: int, separator: str = "x") -> Pair:
    """Read (height, width) from an int, a pair of ints, or text such as `3` or `3x2`.

    Pairs may be tuples, lists, arrays or tensors.

    Args:
        name: the parameter's name, for the error.
        value: what the user gave.
        minimum: the least value that either number may have.
        separator: what stands between two numbers in text.

    Raises:
        ParameterError: `value` is no such thing, or a number is under `minimum` or too large.

    Example:
        >>> pair("kernel_size", "3x2", minimum=1)
        (3, 2)
        >>> pair("kernel_size", 2, minimum=1)
        (2, 2)
    """
    value = plain(value)
    numbers: Sequence[object]
    if isinstance(value, str):
        texts = re.split(rf"\s*[{separator}]\s*", value.strip().lower())
        numbers = [_whole(text) for text in texts]
    elif isinstance(value, list | tuple):
        numbers = value
    else:
        numbers = [value]
    if len(numbers) == 1 and separator == "x":
        numbers = [numbers[0], numbers[0]]
    if not numbers:
        raise ParameterError(f"{name} is missing; give {FORMS[separator]}")
    return _pair(name, value, numbers, minimum, FORMS[separator])


def _pair(name: str, value: object, numbers: Sequence[object], minimum: int, form: str) -> Pair:
    """Two whole numbers within limits; for errors what the user gave, and what to give."""
    whole = [
        number.__index__()
        for number in map(plain, numbers)
        if hasattr(number, "__index__") and not isinstance(number, bool)
    ]
    if len(whole) != 2 or len(numbers) != 2:
        raise ParameterError(f"{name} is {shown(value)}; give {form}")
    if min(whole) < minimum:
        raise ParameterError(f"{name} is {shown(value)}; each number must be at least {minimum}")
    if max(whole) > LARGEST_SIZE:
        raise ParameterError(f"{name} is {shown(value)}; each must be at most {LARGEST_SIZE}")
    return whole[0], whole[1]


def _whole(text: str) -> int | str:
    """The whole number that a text is, if it is one."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text


def plain(value: object) -> object:
    """A NumPy scalar, array or tensor as Python's numbers and lists; all else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


def make_plain(record: Any) -> None:
    """Do so for each field of a frozen dataclass."""
    for field in fields(record):
        value = getattr(record, field.name)
        if value is not plain(value):
            object.__setattr__(record, field.name, plain(value))


def shown(value: object, spelled: Callable[[object], str] = repr) -> str:
    """A value for an error message, cut off if it is long.

    Args:
        value: what the user gave.
        spelled: makes a text of it.

    Example:
        >>> shown((1.5, 0)), shown(10**9999)
        ('(1.5, 0)', 'a huge number')
    """
    try:
        text = spelled(value)
    except ValueError:  # Python spells no numbers of thousands of digits
        return "a huge number"
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


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
    sides = value = plain(value)
    if isinstance(value, str):
        word = value.strip().lower()
        word = SAME[0] if word == "same" else word
        if word in PADDING_WORDS:
            return word
        if re.search("[a-wyz]", word):
            raise ParameterError(f"padding is {shown(value)}; {suggestion(word, PADDING_WORDS)}")
        texts = [side.split(":") if ":" in side else side for side in word.split("x")]
        sides = texts * 2 if len(texts) == 1 else texts
    if not isinstance(sides, list | tuple):
        return pair("padding", value, minimum=0)
    sides = [plain(side) for side in sides]
    if len(sides) <= 2 and not any(isinstance(side, list | tuple) for side in sides):
        return pair("padding", value, minimum=0)
    if len(sides) != 2:
        raise ParameterError(f"padding is {shown(value)}; give {SIDES}")
    ends = [side if isinstance(side, list | tuple) else (side, side) for side in sides]
    if isinstance(value, str):
        ends = [[_whole(text.strip()) for text in side] for side in ends]
    (top, bottom), (left, right) = (_pair("padding", value, side, 0, SIDES) for side in ends)
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


def check_apart(kernel_size: Pair | None, stride: Pair | None) -> None:
    """Raise ParameterError if windows overlap, so that two could write to one cell."""
    if kernel_size and stride and (stride[0] < kernel_size[0] or stride[1] < kernel_size[1]):
        raise ParameterError(
            f"stride is {spell(stride)}; with kernel_size {spell(kernel_size)} unpool needs at "
            f"least {spell(kernel_size)}, so that no two windows write to one cell"
        )


def check_one_of(name: str, value: object, known: Collection[str]) -> None:
    """Raise ParameterError unless a value is one of the known words."""
    if not isinstance(value, str) or value not in known:
        hint = suggestion(value if isinstance(value, str) else "", known)
        raise ParameterError(f"{name} is {shown(value)}; {hint}")


def check_switch(name: str, value: object) -> None:
    """Raise ParameterError unless a value is True or False."""
    if not isinstance(value, bool):
        raise ParameterError(f"{name} is {shown(value)}; give true or false")


def check_divisor(divisor: object) -> None:
    """Raise ParameterError unless it can be divided by, or is None."""
    if divisor is None:
        return
    whole = isinstance(divisor, int) and not isinstance(divisor, bool)
    if not whole or not 0 < abs(divisor) <= LARGEST_DIVISOR:  # type: ignore[arg-type]
        raise ParameterError(
            f"divisor_override is {shown(divisor)}; give a whole number other than 0, of at most "
            f"{LARGEST_DIVISOR} in size"
        )


def check_power(p: object) -> None:
    """Raise ParameterError unless there is a norm of this power."""
    real = isinstance(p, int | float) and not isinstance(p, bool)
    if not real or not (0 < abs(p) <= LARGEST_POWER or abs(p) == math.inf):  # type: ignore[arg-type]
        raise ParameterError(
            f"p is {shown(p)}; give a real number other than 0, of at most {LARGEST_POWER} in "
            "size, or inf"
        )


def check_whole(name: str, value: object, least: int, greatest: int, other: str = "") -> int:
    """The value, once it is a whole number within limits, or else ParameterError is raised.

    Args:
        name: of the parameter.
        value: its value.
        least: limit.
        greatest: limit.
        other: what else may be given, for the error.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= greatest:
        limits = f"a whole number from {least} to {greatest}{other and f', {other}'}"
        raise ParameterError(f"{name} is {shown(value)}; give {limits}")
    return value


def span(kernel_size: Pair, dilation: Pair) -> Pair:
    """(height, width) of a window from its first cell to its last.

    Example:
        >>> span((3, 2), (2, 2))
        (5, 3)
    """
    height, width = (d * (k - 1) + 1 for d, k in zip(dilation, kernel_size, strict=True))
    return height, width
