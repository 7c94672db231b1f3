"""How the elements of a picture look: classes, and the rules of a style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.paint.vector.names import short
from poolanim.paint.vector.numbers import hexadecimal, number
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    """The looks of a picture: a class for each declaration.

    A look without a fill has no class for it. Pictures begin with `fill: none`.

    Args:
        prefix: what every class begins with.
        within: what every selector begins with, such as the id of the picture. It does not reach
            into what a `<use>` shows.
        twins: for roles, another role that has the same colour, so that looks are the same.

    Example:
        >>> looks = Looks(within="#x ")
        >>> looks.name(Look("off", "ink", ("stroke-width:3",))), looks.name(Look("ink"))
        ('a b c', 'd')
        >>> looks.colours({"off": (255, 255, 255), "ink": (0, 0, 17)})
        '#x .a{fill:#fff}#x .b{stroke:#001}#x .d{fill:#001}'
        >>> looks.rules
        '#x .c{stroke-width:3}'
    """

    def __init__(
        self, prefix: str = "", within: str = "", twins: Mapping[str, str] | None = None
    ) -> None:
        self._prefix = prefix
        self._within = within
        self._twins = twins or {}
        self._names: dict[tuple[str, str], str] = {}  # of a property and a role, or of a rule

    def name(self, look: Look) -> str:
        """Returns the classes of a look, with spaces between."""
        fill, line, rules = look
        coloured = [(what, role) for what, role in (("fill", fill), ("stroke", line)) if role]
        declared = [(what, self._twins.get(role, role)) for what, role in coloured]
        declared += [(rule, "") for rule in rules]
        for each in declared:
            self._names.setdefault(each, self._prefix + short(len(self._names)))
        return " ".join(map(self._names.__getitem__, declared))

    def colours(self, colours: Mapping[str, Rgb]) -> str:
        """Returns the rules that colour all looks. A role without a colour is not seen."""
        return self._coloured(
            lambda role: hexadecimal(colours[role]) if role in colours else "none"
        )

    @property
    def by_variables(self) -> str:
        """The rules that colour all looks by variables, one a role.

        Example:
            >>> looks = Looks()
            >>> looks.name(Look("sign.0", "ink")), looks.name(Look("", "ink"))
            ('a b', 'b')
            >>> looks.by_variables
            '.a{fill:var(--sign-0)}.b{stroke:var(--ink)}'
        """
        return self._coloured(lambda role: f"var(--{role.replace('.', '-')})")

    def _coloured(self, colour: Callable[[str], str]) -> str:
        names = self._names.items()
        return "".join(
            self._rule(name, f"{what}:{colour(role)}") for (what, role), name in names if role
        )

    @property
    def rules(self) -> str:
        """All other rules."""
        names = self._names.items()
        return "".join(self._rule(name, rule) for (rule, role), name in names if not role)

    def _rule(self, name: str, declaration: str) -> str:
        return f"{self._within}.{name}{{{declaration}}}"

    @property
    def roles(self) -> set[str]:
        """The roles of all looks."""
        return {role for _, role in self._names if role}


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
