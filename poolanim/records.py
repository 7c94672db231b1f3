"""Frozen records: classes that carry values from one stage to the next.

`dataclasses` compiles six functions for each class. A figure needs about a hundred of these
classes, and compiling them took longer than painting it. Here a class compiles its `__init__`, and
shares all other functions. What users hold, such as a `Figure`, is a dataclass all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@overload
def frozen(record: type[T], /) -> type[T]: ...


@overload
def frozen(*, eq: bool = True, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True)
def frozen(record: type[T] | None = None, /, *, eq: bool = True, kw_only: bool = False) -> Any:
    """Makes a class a frozen record, whose fields are those that its body annotates.

    The class is like a frozen dataclass: it has `__init__`, which calls `__post_init__` if there is
    one, `__repr__`, `__eq__` and `__hash__`, and its fields cannot be assigned. Its fields follow
    those of a record that it extends. A default is shared by all records.

    Args:
        record: the class.
        eq: whether records with equal values are equal; otherwise each equals itself alone.
        kw_only: whether the fields are given by name.

    Example:
        >>> @frozen
        ... class Point:
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(1) == Point(1, 0), replace(Point(1), y=2)
        (Point(x=1, y=0), True, Point(x=1, y=2))
    """

    def make(record: type[T]) -> type[T]:
        own = [name for name, kind in record.__annotations__.items() if "ClassVar" not in kind]
        names = tuple(dict.fromkeys((*fields(record), *own)))
        members = {
            "__match_args__": names,
            "__init__": _init(record, names, kw_only=kw_only),
            "__repr__": _repr,
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            **({"__eq__": _equal, "__hash__": _hash} if eq else {}),
        }
        for name, member in members.items():
            setattr(record, name, member)
        return record

    return make if record is None else make(record)


def fields(record: object) -> tuple[str, ...]:
    """Returns the names of the fields of a record or of its class."""
    names: tuple[str, ...] = getattr(record, "__match_args__", ())
    return names


if TYPE_CHECKING:  # whose calls are checked against the fields
    from dataclasses import replace as replace
else:

    def replace(record: T, **changes: Any) -> T:
        """Returns a record with other values of some fields."""
        values = {name: getattr(record, name) for name in fields(record)}
        return type(record)(**values | changes)


def _init(record: type, names: tuple[str, ...], *, kw_only: bool) -> Any:
    """Returns the `__init__` of a record."""
    defaults = {f"_{name}": getattr(record, name) for name in names if hasattr(record, name)}
    given = [f"{name}=_{name}" if f"_{name}" in defaults else name for name in names]
    lines = [f"_put(self, {name!r}, {name})" for name in names]
    if hasattr(record, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join(["self", *(["*"] if kw_only else []), *given])
    made: dict[str, Any] = {"_put": object.__setattr__, **defaults}
    exec(f"def __init__({parameters}):\n    " + "\n    ".join(lines), made)
    return made["__init__"]


def _values(record: Any) -> tuple[object, ...]:
    return tuple([getattr(record, name) for name in record.__match_args__])


def _repr(self: object) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields(self))
    return f"{type(self).__qualname__}({values})"


def _equal(self: object, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: object) -> int:
    return hash(_values(self))


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise AttributeError(f"{name} of {type(self).__qualname__} cannot be changed")
