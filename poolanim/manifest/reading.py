"""Read a manifest with all that it includes; refuse it, whole, for anything that is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.manifest.checking import Checker
from poolanim.manifest.destinations import Destinations
from poolanim.manifest.document import Document, NotTomlError, read_document
from poolanim.manifest.entries import Manifest
from poolanim.manifest.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_manifest(path: Path, out: Path, *, allow_outside: bool = False) -> Manifest:
    """Read a manifest and those that it includes.

    Args:
        path: of a TOML file. Files that its figures read are relative to it.
        out: the folder of results.
        allow_outside: whether outputs may be elsewhere.

    Raises:
        ManifestError: all that is wrong, each with file, line and figure.
        ParameterError: it cannot be read.
    """
    problems = Problems()
    documents = list(_included(read_document(path), problems, {os.path.realpath(path)}))
    checker = Checker(Destinations(out, allow_outside=allow_outside), problems)
    for document in documents:
        checker.check(document)
    for document in documents[:1]:
        checker.check_pages(document)
    if not problems and not any(document.figures for document in documents):
        problems.add(path, 1, "holds no figure; add a [[figure]] table")
    problems.raise_if_any(path)
    return Manifest(path, tuple(documents), checker.kept)


def _included(document: Document, problems: Problems, seen: set[str]) -> Iterator[Document]:
    """A file and all that it includes, but for what is no TOML outside of its figures."""
    try:
        include = document.head().get("include", [])
    except NotTomlError as error:
        problems.add(document.path, error.line, str(error))
        return
    yield document
    for given in include if isinstance(include, list) else [include]:
        try:
            yield from _included(_named(document, given, seen), problems, seen)
        except ParameterError as error:
            line = document.key_lines().get(("include",), 1)
            problems.add(document.path, line, str(error))


def _named(document: Document, given: object, seen: set[str]) -> Document:
    """The file that an `include` names."""
    if not isinstance(given, str):
        raise ParameterError(f"include is {given!r}; give the path of a file, or a list of them")
    path = Path(os.path.normpath(document.path.parent / given))
    if os.path.realpath(path) in seen:
        raise ParameterError(f"include names {given!r} again; name each file once")
    seen.add(os.path.realpath(path))
    return read_document(path)
