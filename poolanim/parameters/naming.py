"""The names that users have for a parameter in errors about it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def calling(field: str, name: str, spelled: Callable[[Any], str]) -> Iterator[None]:
    """Gives the parameter of errors that are raised in the block another name.

    Args:
        field: the parameter.
        name: its name for the user.
        spelled: returns its value as text.

    Example:
        >>> try:
        ...     with calling("kernel_size", "kernel", str):
        ...         raise ParameterError.about("kernel_size", 4, "use at most 3")
        ... except ParameterError as error:
        ...     print(error)
        kernel is 4; use at most 3
    """
    try:
        yield
    except ParameterError as error:
        if error.field != field or not error.advice:
            raise
        given, advice, depends = error.given, error.advice, error.depends
        raise ParameterError.about(name, given, advice, depends=depends, spelled=spelled) from None
