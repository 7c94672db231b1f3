"""Reads a manifest and the files that it includes. A mistake in one refuses all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import ManifestError, ParameterError
from poolanim.files.contents import is_path
from poolanim.files.limits import DEPTH, FIGURES, TEXT_BYTES, megabytes
from poolanim.files.toml import NotTomlError
from poolanim.manifest.checking import Checker
from poolanim.manifest.destinations import Destinations
from poolanim.manifest.document import Document, read_document, too_many
from poolanim.manifest.entries import Manifest
from poolanim.manifest.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_manifest(path: Path, out: Path, *, allow_outside: bool = False) -> Manifest:
    """Returns a manifest with the files that it includes.

    Args:
        path: of a TOML file. Files that its figures read are relative to its folder.
        out: the folder of results.
        allow_outside: whether outputs may be outside of that folder.

    Raises:
        ManifestError: all mistakes, each with file, line and figure.
        ParameterError: a file cannot be read.
    """
    problems = Problems()
    documents = list(_Inclusion(path, problems).documents())
    if sum(document.count() for document in documents) > FIGURES:
        raise too_many(path)
    checker = Checker(Destinations(out, allow_outside=allow_outside), problems)
    for document in documents:
        checker.check(document)
    for document in documents[:1]:
        checker.check_pages(document)
    if not problems and not any(document.figures for document in documents):
        problems.add(path, 1, "holds no figure; add a [[figure]] table")
    if problems:
        raise ManifestError(path, problems.lines())
    return Manifest(path, tuple(documents), checker.kept)


class _Inclusion:
    """Reads the file of a manifest and all that it includes."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self._path = path
        self._problems = problems
        self._seen = {os.path.realpath(path)}
        self._length = 0

    def documents(self) -> Iterator[Document]:
        """Returns each file before those that it includes, without files that are not TOML."""
        yield from self._with_included(self._path, 1)

    def _with_included(self, path: Path, depth: int) -> Iterator[Document]:
        try:
            document = read_document(path)
            include = document.head().get("include", [])
        except NotTomlError as error:
            self._problems.add(path, error.line, str(error))
            return
        self._length += len(document.text)
        if self._length > TEXT_BYTES:
            raise ParameterError(
                f"include makes a manifest of over {megabytes(TEXT_BYTES)}, the limit; split it"
            )
        yield document
        for given in include if isinstance(include, list) else [include]:
            try:
                included = self._named(path.parent, given, depth)
                yield from self._with_included(included, depth + 1)
            except ParameterError as error:
                self._problems.add(path, document.lines.get(("include",), 1), str(error))
            if self._length > TEXT_BYTES:
                return

    def _named(self, folder: Path, given: object, depth: int) -> Path:
        """Returns the path of the file that an `include` names."""
        if not isinstance(given, str):
            raise ParameterError.about(
                "include", given, "give the path of a file, or a list of them"
            )
        if not is_path(given):
            raise ParameterError.about("include", given, "a path cannot contain such a character")
        if depth == DEPTH:
            raise ParameterError(f"include leads over {DEPTH} files deep, the limit; nest fewer")
        path = Path(os.path.normpath(folder / given))
        if os.path.realpath(path) in self._seen:
            raise ParameterError(f"include names {given!r} again; name each file once")
        self._seen.add(os.path.realpath(path))
        return path
