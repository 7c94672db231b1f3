"""Plans a batch: finds the figures that are not current, and why."""

from __future__ import annotations

import os
from collections import Counter
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.batch.fingerprints import SCHEMA, Fingerprints, digest, made_with
from poolanim.errors import MESSAGE, ParameterError, counted
from poolanim.grids.layouts import listed
from poolanim.manifest.destinations import same_file
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from poolanim.batch.lock import Record, Records
    from poolanim.manifest.entries import Entry, Manifest, Page


@frozen
class Selection:
    """The selected figures of a manifest.

    Attributes:
        only: names, which may contain `*` and `?`; all figures if empty.
        shard: (I, N) for every Nth of these figures, beginning with the Ith, counted from 1.
        force: whether to make current figures too.
        strict: whether figures that were made with other versions of libraries are not current.
    """

    only: Sequence[str] = ()
    shard: tuple[int, int] = (1, 1)
    force: bool = False
    strict: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all figures are selected."""
        return not self.only and self.shard == (1, 1)

    def entries(self, manifest: Manifest) -> Iterator[Entry]:
        """Yields the selected figures, in order.

        Raises:
            ParameterError: no figure has one of the names.
        """
        first, step = self.shard
        met: set[str] = set()
        place = 0
        names: list[str] = []
        for entry in manifest.entries():
            fitting = [name for name in self.only if fnmatchcase(entry.name, name)]
            met.update(fitting)
            if self.only and not fitting:
                names.append(entry.name)
                continue
            place += 1
            if place % step == first % step:
                yield entry
        for name in self.only:
            if name not in met:
                raise ParameterError(
                    f"--only is {name!r}, but no figure has this name; {_nearest(name, names)}"
                )


@frozen
class Plan:
    """The work of a batch.

    Attributes:
        stale: why each figure and page is to be made, by name and in order.
        current: the number of figures and pages that are current.
        pages: the names of all pages, current or not.
        versions: the number of current ones that were made with each other version of a library.
        revived: the records of current ones after which others of the same figure follow.
        folders: the folders of all outputs.
    """

    stale: Mapping[str, str]
    current: int
    pages: Collection[str]
    versions: Mapping[str, int]
    revived: Sequence[Record]
    folders: Collection[Path]

    def counts(self) -> tuple[str, str]:
        """Returns the stale figures and pages, and all of them, in words.

        Example:
            >>> Plan({"a": "new", "index.html": "new"}, 5, ["index.html"], {}, (), ()).counts()
            ('1 figure and 1 page', '6 figures and 1 page')
        """
        pages = sum(name in self.pages for name in self.stale)
        stale = _in_words(len(self.stale) - pages, pages)
        count = len(self.stale) + self.current - len(self.pages)
        return stale, _in_words(count, len(self.pages))

    @property
    def note(self) -> str:
        """Returns the number of current figures made with other versions; empty if there are none.

        Example:
            >>> Plan({}, 5, (), {"numpy 2.4.5": 3}, (), ()).note
            'current, though made with numpy 2.4.5 (3 figures); --strict makes these again'
        """
        if not self.versions:
            return ""
        made = (f"{name} ({counted(count, 'figure')})" for name, count in self.versions.items())
        return f"current, though made with {', '.join(made)}; --strict makes these again"


def _nearest(name: str, names: list[str]) -> str:
    """Returns the advice to use one of the three names that are nearest.

    Example:
        >>> _nearest("max", ["max-2", "max-3", "average", "maxi"])
        "did you mean 'maxi', 'max-3' or 'max-2'?"
        >>> _nearest("zebra", ["max-2", "max-3", "average", "maxi"])
        'use one such as max-2, max-3 or average; poolanim check lists all'
    """
    from difflib import get_close_matches  # slow to load; needed only after a mistake

    near = get_close_matches(name[:MESSAGE], names, n=3)
    if near:
        return f"did you mean {listed(list(map(repr, near)))}?"
    return f"use one such as {listed(names[:3])}; poolanim check lists all"


def _in_words(figures: int, pages: int) -> str:
    parts = [counted(figures, "figure")] if figures or not pages else []
    return " and ".join([*parts, *([counted(pages, "page")] if pages else [])])


def survey(manifest: Manifest, out: Path, records: Records, selection: Selection) -> Plan:
    """Returns the plan of a batch.

    Args:
        manifest: the figures.
        out: the folder of results.
        records: the records of its lock file.
        selection: the selected figures.

    Raises:
        ParameterError: no figure has a selected name.
    """
    stale: dict[str, str] = {}
    versions: Counter[str] = Counter()
    revived: list[Record] = []
    current = 0
    folders: set[Path] = {out}
    fingerprints = Fingerprints()
    ours = manifest_in(out, manifest)
    pages = manifest.pages if selection.is_whole else []
    parts: Iterator[Entry | Page] = chain(selection.entries(manifest), pages)
    for part in parts:
        record, why = _found(part, records.all((ours, part.name)), out, fingerprints)
        others = _others(part, record)
        if selection.strict and not why and others:
            why = f"made with {', '.join(others)}; here is {made_with(part)}"
        if why or selection.force:
            stale[part.name] = "forced" if selection.force else why
        else:
            current += 1
            versions.update(others)
            if record is not None and record != records.get((ours, part.name)):
                revived.append(record)
        folders.update((out / path).parent for path in part.paths)
    names = [page.name for page in pages]
    return Plan(stale, current, names, versions, revived, folders)


def left_over(manifest: Manifest, out: Path, records: Records) -> list[Record]:
    """Returns the records of figures that are no longer in a manifest.

    They list only files that are no outputs of other figures now.
    """
    ours = manifest_in(out, manifest)
    names: set[str] = set()
    made: set[str] = set()
    parts: Iterator[Entry | Page] = chain(manifest.entries(), manifest.pages)
    for part in parts:
        names.add(part.name)
        made.update(map(same_file, part.paths))
    left = []
    for place in records:
        record = records.get(place)
        if record is not None and record.manifest == ours and record.name not in names:
            files = {path: sha for path, sha in record.files.items() if same_file(path) not in made}
            left.append(replace(record, files=files))
    return left


def manifest_in(out: Path, manifest: Manifest) -> str:
    """Returns the path of a manifest relative to a folder, as the lock file there contains it."""
    try:
        path = os.path.relpath(manifest.path, out)
    except ValueError:  # on another drive
        path = manifest.path.name
    return Path(path).as_posix()


def _found(
    part: Entry | Page, found: Sequence[Record], out: Path, fingerprints: Fingerprints
) -> tuple[Record | None, str]:
    """Returns the record of a figure or a page that is true, and why it is to be made.

    Args:
        part: the figure or the page.
        found: its records, the last first.
        out: the folder of results.
        fingerprints: the keys of figures.

    Returns:
        The record under which it is current, and an empty text; or the last one, and the reason.
    """
    reasons = [_why(part, record, out, fingerprints) for record in found]
    if "" in reasons:
        return found[reasons.index("")], ""
    return (found[0], reasons[0]) if found else (None, "new")


def _others(part: Entry | Page, record: Record | None) -> list[str]:
    """Returns the libraries of which a figure was made with another version than that here."""
    if record is None or record.made_with == (here := made_with(part)):
        return []
    own = here.split(", ")
    return [each for each in record.made_with.split(", ") if each not in own]


def _why(part: Entry | Page, record: Record, out: Path, fingerprints: Fingerprints) -> str:
    """Returns why a figure or a page is to be made; empty if it is current."""
    key, schema = fingerprints.key(part), record.key.rpartition(":")[0] or "1"
    if schema != SCHEMA:
        return f"recorded in schema {schema} of the lock file; here is {SCHEMA}"
    if record.key != key:
        return "changed"
    for name in part.paths:
        path = out / name
        if not path.is_file():
            return f"{path} is missing"
        if digest(path) != record.files.get(name):
            return f"{path} was altered"
    return ""
