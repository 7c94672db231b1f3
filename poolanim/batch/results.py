"""The results of a batch in its folder: written, recorded in the lock file, and pruned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.batch.fingerprints import digest
from poolanim.batch.lock import Record
from poolanim.batch.plan import left_over, manifest_in
from poolanim.errors import OutputError, ParameterError, PoolanimError, reason
from poolanim.files.whole import write_whole
from poolanim.manifest.destinations import Destinations
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolanim.batch.lock import Lock, Place, Records
    from poolanim.batch.task import Result
    from poolanim.manifest.entries import Manifest


@frozen
class Results:
    """The folder of results of a manifest.

    Attributes:
        manifest: the figures.
        out: the folder.
        before: the records of earlier runs.
        lock: the lock file.
    """

    manifest: Manifest
    out: Path
    before: Records
    lock: Lock

    def keep(self, result: Result) -> str:
        """Writes the files that a worker sent back, and records the result.

        Returns:
            The error of the result, or why it cannot be written; empty if all went well.
        """
        if result.error:
            return result.error
        try:
            write_whole({self.out / path: content for path, content in result.contents.items()})
            self._record(result)
        except PoolanimError as error:
            return str(error)
        return ""

    def _record(self, result: Result) -> None:
        """Records a result in the lock file.

        Earlier files of the figure that are no longer its outputs get a record of their own, so
        that `prune` finds them.
        """
        manifest = manifest_in(self.out, self.manifest)
        made_with, files = result.made_with, result.files
        self.lock.add(Record(result.name, result.key, made_with, manifest, files))
        older = f"{result.name} (before)"
        old = self.before.get((manifest, result.name))
        if old is not None:
            oldest = self.before.get((manifest, older))
            left = {**(oldest.files if oldest else {}), **old.files}
            left = {path: sha for path, sha in left.items() if path not in files}
            if left:
                self.lock.add(replace(old, name=older, files=left))

    def prune(self) -> Iterator[tuple[Place, list[Path]]]:
        """Deletes the files that are left over. Yields what `left_over` does."""
        for place, files in self.left_over():
            for file in files:
                _delete(file)
            yield place, files

    def left_over(self) -> Iterator[tuple[Place, list[Path]]]:
        """Yields the files of figures that are not in the manifest, unless somebody changed them.

        Yields:
            The place of each record of such a figure, and its files.
        """
        destinations = Destinations(self.out)
        for entry in self.manifest.entries():
            for source in entry.files:
                destinations.read(source.key, source.path, entry.name)
        for record in left_over(self.manifest, self.out, self.before):
            files = []
            for path, sha in record.files.items():
                try:
                    destinations.take(path, record.name)
                except ParameterError:  # a lock file may name any path, and a file may be a source
                    continue
                file = self.out / path
                if file.is_file() and digest(file) == sha:
                    files.append(file)
            yield record.place, files


def _delete(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        raise OutputError(
            f"cannot delete {file}: {reason(error)}; delete it, or leave out --prune"
        ) from None
