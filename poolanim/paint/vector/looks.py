"""How the elements of a picture look: a class for each look, and the rules of a style sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from poolanim.paint.vector.names import short
from poolanim.paint.vector.numbers import hexadecimal, number
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from poolanim.theme.colours import Rgb


class Look(NamedTuple):
    """The look of an element.

    Attributes:
        fill: the role of its colour; empty for none.
        line: the role of its outline's colour; empty for no outline.
        rules: further declarations, such as `stroke-width:3`.
    """

    fill: str = ""
    line: str = ""
    rules: tuple[str, ...] = ()


class Looks:
    """The looks of a picture.

    Args:
        prefix: what every class begins with.
        within: what every selector begins with, such as the id of the picture. It does not reach
            into what a `<use>` shows.
        twins: for roles, another role that has the same colour, so that looks are the same.

    Example:
        >>> looks = Looks(within="#x ")
        >>> looks.name(Look("off", "ink", ("stroke-width:3",))), looks.name(Look("ink"))
        ('a', 'b')
        >>> looks.colours({"off": (255, 255, 255), "ink": (0, 0, 17)})
        '#x .a{fill:#fff}#x .a{stroke:#001}#x .b{fill:#001}'
        >>> looks.rules
        '#x .a{stroke-width:3}'
    """

    def __init__(
        self, prefix: str = "", within: str = "", twins: Mapping[str, str] | None = None
    ) -> None:
        self._prefix = prefix
        self._within = within
        self._twins = twins or {}
        self._names: dict[Look, str] = {}

    def name(self, look: Look) -> str:
        """Returns the class of a look."""
        fill, line, rules = look
        look = Look(self._twins.get(fill, fill), self._twins.get(line, line), rules)
        if look not in self._names:
            self._names[look] = self._prefix + short(len(self._names))
        return self._names[look]

    def colours(self, colours: Mapping[str, Rgb]) -> str:
        """Returns the rules that colour all looks. A role without a colour is not seen."""

        def colour(role: str) -> str:
            return hexadecimal(colours[role]) if role in colours else "none"

        return self._coloured(colour)

    def _coloured(self, colour: Callable[[str], str]) -> str:
        return self._ruled(
            lambda look: [
                f"fill:{colour(look.fill)}",
                *([f"stroke:{colour(look.line)}"] if look.line else []),
            ]
        )

    def _ruled(self, declared: Callable[[Look], Iterable[str]]) -> str:
        """Returns declarations as rules. A declaration of several looks is written once."""
        names: dict[str, list[str]] = defaultdict(list)
        for look, name in self._names.items():
            for each in declared(look):
                names[each].append(f"{self._within}.{name}")
        return "".join(f"{','.join(names)}{{{each}}}" for each, names in names.items())

    @property
    def roles(self) -> set[str]:
        """The roles of all looks."""
        return {role for look in self._names for role in (look.fill, look.line) if role}

    @property
    def by_variables(self) -> str:
        """The rules that colour all looks by variables, one a role.

        Example:
            >>> looks = Looks()
            >>> _ = looks.name(Look("sign.0", "ink")), looks.name(Look("", "ink"))
            >>> looks.by_variables
            '.a{fill:var(--sign-0)}.a,.b{stroke:var(--ink)}.b{fill:none}'
        """
        return self._coloured(lambda role: f"var(--{role.replace('.', '-')})" if role else "none")

    @property
    def rules(self) -> str:
        """All other rules."""
        return self._ruled(lambda look: look.rules)


def line_rules(width: float, *others: str) -> tuple[str, ...]:
    """Returns the declarations of a line: its width, unless it is 1, and others."""
    return (*([f"stroke-width:{number(width)}"] if width != 1 else []), *others)


def dashes(length: float, before: float = 0) -> tuple[str, ...]:
    """Returns the declarations that divide a line into dashes and gaps of a length.

    Args:
        length: of each dash and gap.
        before: how much of a dash and a gap come before the line.
    """
    offset = [f"stroke-dashoffset:{number(before, 3)}"] if before else []
    return f"stroke-dasharray:{number(length, 3)}", *offset
