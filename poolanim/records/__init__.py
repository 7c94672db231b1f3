"""Frozen records: classes that carry values from one stage to the next.

A record is like a frozen dataclass, which compiles six functions for each class. A figure needs
more than a hundred of these classes, and compiling them took longer than painting it. Here all
classes share the same functions.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

T = TypeVar("T")


@overload
def frozen(record: type[T], /) -> type[T]: ...


@overload
def frozen(*, eq: bool = True, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True)
def frozen(record: type[T] | None = None, /, *, eq: bool = True, kw_only: bool = False) -> Any:
    """Makes a class a frozen record, whose fields are those that its body annotates.

    The class is like a frozen dataclass: it has `__init__`, which calls `__post_init__` if there is
    one, `__repr__`, `__eq__` and `__hash__`, and its fields cannot be assigned. The functions of
    `dataclasses` take it for one, and a dataclass may extend it. What its body defines of these
    stays. Its fields follow those of records that it extends. All records share a default.

    Args:
        record: the class.
        eq: whether records with equal values are equal; otherwise each equals itself alone.
        kw_only: whether the fields are given by name. Those after `_: KW_ONLY` always are.

    Example:
        >>> @frozen
        ... class Point:
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(1) == Point(1, 0), replace(Point(1), y=2)
        (Point(x=1, y=0), True, Point(x=1, y=2))
    """

    def make(record: type[T]) -> type[T]:
        by_name = _by_name(record, kw_only=kw_only)
        members = {
            "__fields__": by_name,
            "__field_defaults__": _defaults(record, by_name),
            "__match_args__": tuple([name for name in by_name if not by_name[name]]),
            "__dataclass_fields__": _Twin("__dataclass_fields__"),
            "__dataclass_params__": _Twin("__dataclass_params__"),
            "__signature__": _Signature(),
            "__checked__": hasattr(record, "__post_init__"),
            "__init__": _init,
            "__repr__": _repr,
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            **({"__eq__": _equal, "__hash__": _hash} if eq else {}),
        }
        for name in members.keys() - vars(record).keys():
            setattr(record, name, members[name])
        return record

    return make if record is None else make(record)


def fields(record: object) -> tuple[str, ...]:
    """Returns the names of the fields of a record, a dataclass, or the class of one."""
    kind = record if isinstance(record, type) else type(record)
    if (names := _names(kind)) is None:
        raise TypeError(f"{record!r:.40} is no record")
    return names


if TYPE_CHECKING:  # whose calls are checked against the fields
    from dataclasses import replace as replace
else:

    def replace(record: T, **changes: Any) -> T:
        """Returns a record with other values of some fields."""
        values = zip(fields(record), _values(record), strict=True)
        return type(record)(**dict(values) | changes)


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """Returns the names of the fields of a class; None if it is no record and no dataclass."""
    for base in kind.__mro__:
        for names in ("__fields__", "__dataclass_fields__"):
            if names in vars(base):
                return tuple(vars(base)[names])
    return None


@cache
def _getter(kind: type) -> Callable[[object], tuple[object, ...]]:
    """Returns what reads the values of all fields of a record, or a dataclass, at once."""
    names = fields(kind)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple([getattr(record, name) for name in names])


class _Twin:
    """What `dataclasses` keeps in a class: here made when one of its functions asks for it.

    Args:
        name: of the attribute.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, record: object, kind: type) -> Any:
        return getattr(_dataclass_like(kind), self._name)


class _Signature:
    """The signature of a record's class, made when it is asked for."""

    def __get__(self, record: object | None, kind: type) -> Any:
        from inspect import signature  # a figure needs none

        if record is not None:
            raise AttributeError("__signature__")
        return signature(_dataclass_like(kind))


@cache
def _dataclass_like(kind: Any) -> type:
    """Returns a dataclass with the fields of a record."""
    from dataclasses import field, make_dataclass  # a figure needs no dataclass

    made = []
    for name, by_name in kind.__fields__.items():
        given: Any = {}
        if hasattr(kind, name):
            default = getattr(kind, name)
            shared = default.__hash__ is None
            given = {"default_factory": default.copy} if shared else {"default": default}
        annotated = next(base for base in kind.__mro__ if name in base.__annotations__)
        made.append((name, annotated.__annotations__[name], field(kw_only=by_name, **given)))
    return make_dataclass(kind.__name__, made, frozen=True)


def _by_name(record: type, *, kw_only: bool) -> dict[str, bool]:
    """Returns the fields of a class, and whether each is given by name alone."""
    found: dict[str, bool] = {}
    for base in record.__mro__[:0:-1]:
        found |= vars(base).get("__fields__", {})
    for name, kind in record.__annotations__.items():
        if kind == "KW_ONLY":
            kw_only = True
        elif not kind.startswith("ClassVar"):
            found[name] = kw_only
    return found


def _defaults(record: type, by_name: Iterable[str]) -> dict[str, object]:
    """Returns the values of the fields that need not be given."""
    return {name: getattr(record, name) for name in by_name if hasattr(record, name)}


def _init(self: Any, /, *given: object, **named: object) -> None:
    kind = type(self)
    values = dict(zip(kind.__match_args__, given, strict=False))
    fits = len(values) == len(given)
    if named or len(values) < len(kind.__fields__):
        fits = fits and (not values or named.keys().isdisjoint(values))
        values = {**kind.__field_defaults__, **values, **named}
        fits = fits and values.keys() == kind.__fields__.keys()
    if not fits:
        _refuse_arguments(kind, given, named)
    for name in kind.__fields__:
        object.__setattr__(self, name, values[name])
    if kind.__checked__:
        self.__post_init__()


def _refuse_arguments(kind: type, given: Iterable[object], named: Mapping[str, object]) -> None:
    """Raises TypeError, which says which argument is missing, unknown, or one too many."""
    from inspect import signature  # a figure needs none

    try:
        signature(kind).bind(*given, **named)
    except TypeError as error:
        raise TypeError(f"{kind.__qualname__}: {error}") from None


def _values(record: Any) -> tuple[object, ...]:
    kind: type = type(record)
    return _getter(kind)(record)


def _repr(self: object) -> str:
    values = zip(fields(self), _values(self), strict=True)
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"


def _equal(self: object, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: object) -> int:
    return hash(_values(self))


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError  # a figure needs no dataclass

    raise FrozenInstanceError(f"{name} of {type(self).__qualname__} cannot be changed")
