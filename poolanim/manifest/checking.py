"""Finds all mistakes of a manifest's figures: of each alone, and of several together."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, shown
from poolanim.files.toml import NotTomlError
from poolanim.manifest.entries import pages_of
from poolanim.manifest.faults import (
    Fault,
    fault_of,
    faults_outside,
    faulty_defaults,
    faulty_fields,
    unknown,
)
from poolanim.manifest.keys import (
    ALIASES,
    ENTRY_KEYS,
    FIGURE_KEYS,
    PAGES,
    canonical,
)
from poolanim.manifest.variants import Variant, axes_of, variants_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from poolanim.manifest.destinations import Destinations
    from poolanim.manifest.document import Document, Lines, Span
    from poolanim.manifest.entries import Entry
    from poolanim.manifest.faults import Key
    from poolanim.manifest.problems import Problems

MOST_KEPT = 5000
"""The most figures that are kept, at a few kilobytes each. If there are more, none is kept."""


class Checker:
    """Checks the figures of a manifest, file by file.

    Args:
        destinations: takes their outputs.
        problems: takes the mistakes.

    Attributes:
        kept: the figures without mistakes; None if they are more than `MOST_KEPT`.
    """

    def __init__(self, destinations: Destinations, problems: Problems) -> None:
        self.kept: list[Entry] | None = []
        self._destinations = destinations
        self._problems = problems
        self._names: set[str] = set()
        self._themes: dict[str, Fault | None] = {}

    def check(self, document: Document) -> None:
        """Checks a file, whose text outside of figures is TOML."""
        self._report(document, None, self._faulty_file(document))
        head = document.head()
        folder = document.path.parent
        self._report(document, None, faults_outside(head, folder))
        defaults = head.get("defaults")
        shared = canonical(defaults) if isinstance(defaults, dict) else {}
        told = {fault.key[-1] for fault in faulty_defaults(shared, folder)}
        for number, span in enumerate(document.figures, 1):
            try:
                table = document.figure(span)
            except NotTomlError as error:
                self._problems.add(document.path, error.line, str(error))
            else:
                faults = self._faults(table, number, shared, told, folder)
                self._report(document, span, faults)

    def check_pages(self, document: Document) -> None:
        """Checks the pages that a file names, after all figures are checked."""
        self._report(document, None, self._faulty_pages(document))

    def _faulty_file(self, document: Document) -> Iterator[Fault]:
        """Returns a mistake if an output would replace the file of a manifest itself."""
        try:
            self._destinations.read("manifest", str(document.path), "the manifest")
        except ParameterError as error:
            yield Fault(("figure",), str(error))

    def _faulty_pages(self, document: Document) -> Iterator[Fault]:
        for page in pages_of(document.head()):
            if not isinstance(page, str) or os.path.splitext(page)[1] not in PAGES:  # noqa: PTH122
                names = " or ".join(f"index{ending}" for ending in PAGES)
                yield Fault(
                    ("page",), f"page is {shown(page)}; give the name of a file such as {names}"
                )
                continue
            if page in self._names:
                yield Fault(("page",), f"page is {page!r}, the name of a figure; give it another")
            try:
                self._destinations.take(page, f"page {page}")
            except ParameterError as error:
                yield Fault(("page",), str(error))

    def _report(self, document: Document, span: Span | None, faults: Iterator[Fault]) -> None:
        inside: Lines | None = None
        for key, message, figure in faults:
            if inside is None:
                inside = document.lines_of(span) if span else document.lines
            line = _line(inside, document.lines, key) or (span.line if span else 1)
            self._problems.add(document.path, line, message, figure)

    def _faults(
        self,
        table: dict[str, Any],
        number: int,
        defaults: Mapping[str, Any],
        told: Collection[str],
        folder: Path,
    ) -> Iterator[Fault]:
        """Returns the mistakes of the figures of a table, but for defaults that are told already.

        A figure without a name is called by its number.
        """
        matrix = table.pop("matrix", {})
        name = table.get("name")
        if not isinstance(name, str) or not name or not name.isprintable():
            wrong = "is missing" if name is None else f"is {shown(name)}"
            name = table["name"] = f"number {number}"
            yield Fault(("name",), f"name {wrong}; give each figure one, in quotes", name)
        for fault in unknown((), table, ENTRY_KEYS):
            yield fault._replace(figure=name)
        try:
            axes = axes_of(matrix)
            for fault in unknown(("matrix",), axes, FIGURE_KEYS):
                yield fault._replace(figure=name)
            known = {key: axis for key, axis in canonical(axes).items() if key in FIGURE_KEYS}
            for variant in variants_of(canonical(table), defaults, known):
                for fault in self._faults_of(variant, folder):
                    key = fault.key[-1]
                    if key not in told or variant.fields.get(key) is not defaults[key]:
                        yield fault._replace(figure=variant.name)
        except ParameterError as error:
            yield Fault((error.field or "matrix",), str(error), name)

    def _faults_of(self, variant: Variant, folder: Path) -> Iterator[Fault]:
        """Returns the mistakes of one figure."""
        taken = variant.name in self._names
        if taken:
            yield Fault(("name",), "has the same name as another figure; give each its own")
        self._names.add(variant.name)
        made = yield from faulty_fields(variant, folder)
        if made is None or taken:
            return
        self._keep(made)
        for figure in made.figures:
            if figure.theme not in self._themes:
                self._themes[figure.theme] = fault_of(figure.theme)
            if fault := self._themes[figure.theme]:
                yield fault
        for key, _, path in made.files:
            try:
                self._destinations.read(key, path, variant.name)
            except ParameterError as error:
                yield Fault((key,), str(error))
        for path in made.paths:
            try:
                self._destinations.take(path, variant.name)
            except ParameterError as error:
                yield Fault(("output",), str(error))

    def _keep(self, made: Entry) -> None:
        if self.kept is not None:
            self.kept.append(made)
            if len(self.kept) > MOST_KEPT:
                self.kept = None


def _line(inside: Lines, outside: Lines, key: Key) -> int | None:
    """Returns the line of a key in its figure or in `[defaults]`; None if it is in neither."""
    spellings = [key[-1], *(alias for alias, field in ALIASES.items() if field == key[-1])]
    for spelling in spellings:
        for lines, path in (
            (inside, (*key[:-1], spelling)),
            (inside, ("matrix", spelling)),
            (inside, key[:1]),
            (outside, ("defaults", spelling)),
        ):
            if path in lines:
                return lines[path]
    return None
