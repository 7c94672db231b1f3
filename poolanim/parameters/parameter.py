"""A parameter: an entry of a table, which is the body of a record."""

from __future__ import annotations

import re
from inspect import cleandoc, getattr_static
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from poolanim.parameters.sizes import Pair, Sides
from poolanim.records import fields

if TYPE_CHECKING:
    from poolanim.parameters.domains import Domain

Given = TypeVar("Given", contravariant=True)
Kept = TypeVar("Kept", covariant=True)
T = TypeVar("T")

OPTION = re.compile(r"--([a-z][a-z-]*)")
"""A parameter as the command line names it."""
REQUIRED: Any = object()
"""The default of a parameter that must be given."""


class Parameter(Generic[Given, Kept]):
    """A field of a record, which checks and normalises its values.

    The type variables are the type of what may be given, and the type of what is kept.

    Args:
        domain: the values that it may have.
        default: its value if none is given; `None` is a value if it is the default.
        description: one sentence for the help.
        metavar: the placeholder in the help; that of the domain if None.
        aliases: further names on the command line and in manifests. The first is the usual one.
        letter: stands for it in names of files, which otherwise spell its name.

    Example:
        >>> from poolanim.parameters.numbers import Whole
        >>> from poolanim.records import frozen
        >>> @frozen
        ... class Dice:
        ...     sides: Parameter[int, int] = Parameter(Whole(2, 100), 6, "The sides of a die.")
        >>> Dice(), Dice(20)
        (Dice(sides=6), Dice(sides=20))
        >>> Dice(1)
        Traceback (most recent call last):
        ...
        poolanim.errors.ParameterError: sides is 1; give a whole number from 2 to 100
    """

    def __init__(
        self,
        domain: Domain[Kept],
        default: Kept,
        description: str = "",
        *,
        metavar: str | None = None,
        aliases: tuple[str, ...] = (),
        letter: str | None = None,
    ) -> None:
        self.domain = domain
        self.default = default
        self.description = description
        self.metavar = metavar or domain.metavar
        self.aliases = aliases
        self.letter = letter
        self.__doc__ = description

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> Kept:
        if instance is not None:
            value: Kept = instance.__dict__[self.name]
            return value
        if self.default is REQUIRED:  # a record takes this for no default
            raise AttributeError(self.name)
        return self.default

    def __set__(self, instance: object, given: Given) -> None:
        kept: Any = given
        if given is not None or self.default is not None:
            kept = self.domain.check(self.name, self.domain.simplified(given))
        instance.__dict__[self.name] = kept

    @property
    def flags(self) -> list[str]:
        """Its flags on the command line.

        Example:
            >>> from poolanim.parameters.table import PARAMETERS
            >>> [each.flags for each in PARAMETERS if each.name in ("kernel_size", "absolute")]
            [['--size', '--kernel-size'], ['--absolute/--no-absolute']]
        """
        flags = [f"--{name.replace('_', '-')}" for name in (*self.aliases, self.name)]
        if self.domain.negative:
            flags = [f"{flag}/--no-{flag[2:]}" for flag in flags]
        return [f"-{self.name}", *flags] if len(self.name) == 1 else flags

    @property
    def flag(self) -> str:
        """The flag by which it is called.

        Example:
            >>> from poolanim.parameters.table import PARAMETERS
            >>> [each.flag for each in PARAMETERS if each.name in ("kernel_size", "absolute", "p")]
            ['--size', '--p', '--absolute']
        """
        return f"--{(*self.aliases, self.name)[0].replace('_', '-')}"

    def spelled(self, value: Any) -> list[str]:
        """Returns the words of a command line that give it a value.

        Example:
            >>> from poolanim.parameters.table import PARAMETERS
            >>> [each.spelled((3, 2)) for each in PARAMETERS if each.name == "kernel_size"]
            [['--size', '3x2']]
        """
        if isinstance(value, bool):
            return [self.flag if value else f"--no-{self.flag[2:]}"]
        return [self.flag, self.domain.spell(value)]

    def schema(self) -> dict[str, Any]:
        """Returns the JSON Schema of its values in a manifest."""
        default = {} if self.default in (None, REQUIRED) else {"default": self.default}
        return {"description": self.description, **self.domain.schema(), **default}


def described(record: type[T]) -> type[T]:
    """Adds the descriptions of a record's parameters to its docstring, as its last `Args`.

    Example:
        >>> from poolanim.parameters.domains import TIES
        >>> from poolanim.records import frozen
        >>> @described
        ... @frozen
        ... class Dice:
        ...     '''A die.'''
        ...
        ...     ties: Plain[str] = Parameter(TIES, "all", "Who wins, as for --seed.")
        >>> print(Dice.__doc__)
        A die.
        <BLANKLINE>
        Args:
            ties (all|first|split): Who wins, as for seed.
    """
    record.__doc__ = _Description(record.__doc__ or "")  # type: ignore[assignment]
    return record


class _Description:
    """The docstring of a record with its parameters, made when it is asked for.

    Args:
        text: the docstring without them.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __get__(self, instance: object, record: type) -> str:
        from textwrap import wrap

        text, raises, rest = cleandoc(self._text).partition("\n\nRaises:")
        lines = [text] if "\nArgs:\n" in text else [text, "", "Args:"]
        for name in fields(record):
            each = getattr_static(record, name, None)
            if isinstance(each, Parameter):
                told = OPTION.sub(lambda flag: flag[1].replace("-", "_"), each.description)
                line = f"    {each.name} ({each.metavar or 'bool'}): {told}"
                lines += wrap(line, 96, subsequent_indent=" " * 8, break_on_hyphens=False)
        return "\n".join(lines) + raises + rest


Plain = Parameter[T, T]
"""A parameter that is kept as it is given."""
PairField = Parameter[int | str | Pair | T, Pair | T]
"""A parameter that is a size: a pair, or `None` if that is its default."""
ShapeField = Parameter[int | str | tuple[int, ...] | T, tuple[int, ...] | T]
"""A parameter that is the shape of a grid, or `None` if that is its default."""
PaddingField = Parameter[int | str | Pair | Sides | T, Pair | Sides | str | T]
"""A parameter that is a padding, or `None` if that is its default."""
