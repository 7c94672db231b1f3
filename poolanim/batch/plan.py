"""Plans a batch: finds the figures that are not current, and why."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.batch.fingerprints import Fingerprints, digest, made_with
from poolanim.errors import ParameterError, suggestion
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
    """

    only: Sequence[str] = ()
    shard: tuple[int, int] = (1, 1)
    force: bool = False

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
                hint = suggestion(name, names)
                raise ParameterError(f"only is {name!r}, but no figure has this name; {hint}")


@frozen
class Plan:
    """The work of a batch.

    Attributes:
        stale: why each figure and page is to be made, by name and in order.
        current: the number of figures and pages that are current.
        folders: the folders of all outputs.
    """

    stale: Mapping[str, str]
    current: int
    folders: Collection[Path]


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
    current = 0
    folders: set[Path] = {out}
    fingerprints = Fingerprints()
    ours = manifest_in(out, manifest)
    pages = manifest.pages if selection.is_whole else []
    parts: Iterator[Entry | Page] = chain(selection.entries(manifest), pages)
    for part in parts:
        record = records.get((ours, part.name))
        why = "forced" if selection.force else _why(part, record, out, fingerprints)
        if why:
            stale[part.name] = why
        else:
            current += 1
        folders.update((out / path).parent for path in part.paths)
    return Plan(stale, current, folders)


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


def _why(part: Entry | Page, record: Record | None, out: Path, fingerprints: Fingerprints) -> str:
    """Returns why a figure or a page is to be made; empty if it is current."""
    if record is None:
        return "new"
    if record.key != fingerprints.key(part):
        return "changed"
    here = made_with(part)
    if record.made_with != here:
        return f"made with {record.made_with}; here is {here}"
    for name in part.paths:
        path = out / name
        if not path.is_file():
            return f"{path} is missing"
        if digest(path) != record.files.get(name):
            return f"{path} was altered"
    return ""
