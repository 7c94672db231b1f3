"""Domains: which values a parameter may have, and how these are read, spelled and described."""

from __future__ import annotations

import os
import unicodedata
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from poolanim.errors import ParameterError, suggestion
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Kept = TypeVar("Kept", covariant=True)
Schema = dict[str, Any]


class Domain(ABC, Generic[Kept]):
    """The values that a parameter may have.

    Attributes:
        negative: whether a flag has a `--no-` flag as well.
        bare: the value of an option that is given without one; None if it needs one.
    """

    negative: bool = False
    bare: ClassVar[Any] = None

    @abstractmethod
    def check(self, name: str, given: Any) -> Kept:
        """Returns a value in the form that is kept.

        Args:
            name: of the parameter, for the error.
            given: the value.

        Raises:
            ParameterError: the value is not in the domain.
        """

    def simplified(self, given: Any) -> Any:
        """Returns a value as Python's numbers and lists, if it is NumPy's, for `check`."""
        return plain(given)

    @abstractmethod
    def schema(self) -> Schema:
        """Returns the JSON Schema of the values."""

    @property
    def metavar(self) -> str | None:
        """The placeholder of a value in the help; None for a flag."""
        return "TEXT"

    def read(self, text: Any) -> Any:
        """Returns the value that a text of the command line stands for.

        A text that stands for none is returned as it is, so that `check` refuses it.
        """
        return text

    def spell(self, value: Any) -> str:
        """Returns the text from which `read` and `check` make a value."""
        return str(value)


@frozen
class Choice(Domain[str]):
    """One of some words."""

    words: Collection[str]

    def check(self, name: str, given: Any) -> str:
        """Returns the word."""
        if not isinstance(given, str) or given not in self.words:
            hint = self.advice(given if isinstance(given, str) else "")
            raise ParameterError.about(name, given, hint)
        return given

    def advice(self, given: str) -> str:
        """Returns which word was meant, or all."""
        return suggestion(given, self.words)

    def schema(self) -> Schema:
        """Returns the list of the words."""
        return {"enum": list(self.words)}

    @property
    def metavar(self) -> str:
        """All words."""
        return "|".join(self.words)


class Look(Choice):
    """One of some words for a figure; several, with commas between, where files are named."""

    def schema(self) -> Schema:
        """Returns that of one word, or of several."""
        word = f"({'|'.join(self.words)})"
        return {"type": "string", "pattern": f"^{word}( *, *{word})*$"}


@frozen
class Switch(Domain[bool]):
    """True or false; `negative` adds a `--no-` flag to the command line."""

    negative: bool = False

    def check(self, name: str, given: Any) -> bool:
        """Returns the truth value."""
        if not isinstance(given, bool):
            raise ParameterError.about(name, given, "give true or false")
        return given

    def schema(self) -> Schema:
        """Returns that of booleans."""
        return {"type": "boolean"}

    @property
    def metavar(self) -> None:
        """None: the command line has a flag."""
        return


@frozen
class Text(Domain[str]):
    """A text.

    Attributes:
        longest: the greatest number of characters; None for any.
        names_file: whether the text may be the path of a file.
    """

    longest: int | None = None
    names_file: bool = False

    def check(self, name: str, given: Any) -> str:
        """Returns the text."""
        text = os.fspath(given) if isinstance(given, os.PathLike) else given
        if not isinstance(text, str):
            raise ParameterError.about(name, text, "give text")
        if self.longest is not None and len(text) > self.longest:
            advice = f"give at most {self.longest:,}"
            message = f"{name} has {len(text):,} characters; {advice}"
            raise ParameterError(message, field=name, given=text, advice=advice)
        return checked_path(name, text) if self.names_file else text

    def schema(self) -> Schema:
        """Returns that of texts."""
        limit = {} if self.longest is None else {"maxLength": self.longest}
        return {"type": "string", **limit}


def checked_path(name: str, text: str) -> str:
    r"""Returns a text that may be the path of a file.

    Raises:
        ParameterError: no path holds one of its characters.

    Example:
        >>> checked_path("font", "a\0.ttf")
        Traceback (most recent call last):
        ...
        poolanim.errors.ParameterError: font is 'a\x00.ttf'; a path cannot contain such a character
    """
    from poolanim.files.contents import is_path  # the help of a command does without

    if not is_path(text):
        raise ParameterError.about(name, text, "a path cannot contain such a character")
    return text


@frozen
class Names(Domain[Any]):
    """A word for known names, or own ones: a list, or one text with commas.

    Attributes:
        words: that stand for known names.
        longest: the greatest number of characters of a name.
    """

    words: tuple[str, ...]
    longest: int

    def check(self, name: str, given: Any) -> str | tuple[str, ...]:
        """Returns the word, or the names."""
        if isinstance(given, str) and "," not in given:
            return Choice(self.words).check(name, given)
        own = given.split(",") if isinstance(given, str) else given
        if not isinstance(own, list | tuple) or not all(isinstance(each, str) for each in own):
            raise ParameterError.about(name, given, "give text, or a list of texts")
        own = tuple(" ".join(each.split()) for each in own)
        if not all(0 < len(each) <= self.longest for each in own):
            advice = f"give {' or '.join(self.words)}, or names of 1 to {self.longest} characters"
            raise ParameterError.about(name, ",".join(own), advice)
        if len({unicodedata.normalize("NFKC", each) for each in own}) < len(own):
            raise ParameterError.about(name, ",".join(own), "give names that differ")
        return own

    def spell(self, value: Any) -> str:
        """Returns the word, or the names with commas between."""
        return value if isinstance(value, str) else ",".join(value)

    def schema(self) -> Schema:
        """Returns that of a text, or of a list of texts."""
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def plain(value: Any) -> Any:
    """Returns scalars, arrays, tensors and tables as Python's numbers and lists; all else as is."""
    if type(value) in PLAIN:  # most values are
        return value
    if hasattr(value, "to_numpy"):  # a table of pandas, whose elements are the names of its columns
        value = value.to_numpy()
    return value.tolist() if hasattr(value, "tolist") else value


PLAIN = {int, float, bool, str, tuple, list, type(None)}
"""The types of values that are Python's own, and stay as they are."""
SWITCH = Switch()
KERNEL_LAYOUTS = ("hwio", "hwoi", "oihw", "iohw")
"""The orders of a kernel's axes: `h` and `w` as in `LAYOUTS`, `i` for the channels of the input,
`o` for the filters, which are the channels of the output."""
TIES = Choice(("all", "first", "split"))
"""The gradient of tied maxima: all of it for each, only for the first, or equal parts."""
LAYOUTS = ("hw", "hwc", "chw", "nhw", "nhwc", "nchw", "w")
"""The orders of axes: `n` stands for images, `c` for channels, `h` for rows, `w` for columns."""
FORMS = SCATTER, GATHER = "scatter", "gather"
"""The forms of a backward pass: scans add to windows, or cells gather what is added to them."""
BIAS = "bias"
"""The gradient of it has a form of its own: a scan for each gradient."""
FRAMEWORKS: Mapping[str, Mapping[str, Any]] = {
    "article": {"ties": "all", "count_include_pad": True, "absolute": False, "crop": False},
    "torch": {"ties": "first", "count_include_pad": True, "absolute": False, "crop": False},
    "keras": {"ties": "first", "count_include_pad": False, "absolute": False, "crop": False},
    "jax": {"ties": "first", "count_include_pad": True, "absolute": False, "crop": False},
    "onnx": {"ties": "first", "count_include_pad": False, "absolute": True, "crop": True},
}
"""The defaults of each framework. A figure that is like no framework has the article's."""
