"""Named tuples: like those of `typing`, which compiles the type of each field.

A figure needs a hundred of these classes. What makes the tuples of a class is compiled with the
first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # which checks calls against the fields
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter, namedtuple

    class _Tuple(tuple):
        """What the tuples of all classes can do."""

        __slots__ = ()

        def __new__(cls, /, *given: object, **named: object) -> _Tuple:
            """Makes the first tuple of a class, and what makes the others."""
            defaults = cls._field_defaults.values()
            cls.__new__ = namedtuple(cls.__name__, cls._fields, defaults=defaults).__new__
            return cls(*given, **named)

        def _replace(self, /, **changes: object) -> _Tuple:
            values = tuple(map(changes.pop, self._fields, self))
            return type(self)(*values, **changes)

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({values})"

    class _Made(type):
        """Makes the classes, which are usual ones: `isinstance` is slow with a class of this."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            """Makes a class, whose fields are those that its body annotates."""
            if not bases:
                return super().__new__(cls, name, bases, body)
            names = tuple(body.get("__annotations__", ()))
            defaults = {each: body[each] for each in names if each in body}
            own = {"_fields": names, "_field_defaults": defaults, "__match_args__": names}
            items = {each: _tuplegetter(number, "") for number, each in enumerate(names)}
            return type(name, (_Tuple,), body | own | items | {"__slots__": ()})

    class NamedTuple(metaclass=_Made):
        """A tuple whose items have names.

        Example:
            >>> class Point(NamedTuple):
            ...     x: int
            ...     y: int = 0
            >>> Point(1), Point(1)._replace(y=2) == (1, 2)
            (Point(x=1, y=0), True)
        """
