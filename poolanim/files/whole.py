"""Writes whole files only: all files of a run, or none."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import OutputError, reason
from poolanim.files.owned import PRIVATE, owned_folder, sweep
from poolanim.files.places import cannot_write, check_apart, prepared, take_places
from poolanim.files.signals import held

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from poolanim.files.owned import Owned
    from poolanim.files.places import Place

OF_THE_SYSTEM = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS),
    *(errno.EMFILE, errno.ENFILE),
)
"""Errors about a disk or a process, and not about one file. The message names all outputs."""
LEAST_FREE_BYTES = 2**20
"""With less room than this a disk counts as full."""


@contextmanager
def whole_files(
    paths: Sequence[Path], *, folders: Collection[Path] = (), links: bool = True
) -> Iterator[list[Path]]:
    """Yields temporary paths, which take the places of `paths` when the block succeeds.

    If the block or a change of places fails, the temporary files are deleted and all files at
    `paths` are as before. A new file gets the mode of the file that it replaces, where the system
    allows that.

    Args:
        paths: the paths of files, and of folders of frames.
        folders: the paths that are folders. An existing folder may contain nothing but frames.
        links: whether a path may be a link. The link stays, and its target is replaced.

    Raises:
        OutputError: a folder cannot be made or written, a path is no ordinary file, or the disk is
            full.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with whole_files([Path(folder, "a.txt")]) as [temporary]:
        ...         _ = temporary.write_text("whole")
        ...     Path(folder, "a.txt").read_text()
        'whole'
    """
    made: list[Path] = []
    places: list[Place] = []
    try:
        with held():
            for path in paths:
                try:
                    places.append(prepared(path, made, folder=path in folders, links=links))
                except OSError as error:
                    raise cannot_write(path, error) from None
            check_apart(places)
        try:
            yield [place.new.path for place in places]
            with held():
                take_places(places)
        except OSError as error:
            raise _as_output_error(error, places) from None
    finally:
        with held():
            for place in places:
                place.new.release()
            for folder in reversed(made):
                with suppress(OSError):  # it contains results, or files of another run
                    folder.rmdir()


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Writes files, by their paths: all of them, or none."""
    with whole_files(list(contents)) as temporaries:
        for temporary, content in zip(temporaries, contents.values(), strict=True):
            temporary.write_bytes(content)


def is_full(folder: Path) -> bool:
    """Returns whether the disk of a folder has less room than most files of a figure take."""
    from shutil import disk_usage  # takes time to import

    return disk_usage(folder).free < LEAST_FREE_BYTES


def frame_name(number: int) -> str:
    """Returns the name of a picture in a folder of frames, counted from 1.

    Example:
        >>> frame_name(7)
        'frame-0007.png'
    """
    return f"frame-{number:04}.png"


@contextmanager
def scratch_folder(folder: Path | None = None) -> Iterator[Path]:
    """Yields a folder that only this process uses, and deletes it at the end.

    Args:
        folder: the folder above it; the system's folder of temporary files if None.
    """
    above = folder
    if above is None:
        from tempfile import gettempdir  # takes time to import, as the next does

        above = Path(gettempdir())
        sweep([above])
    own: Owned | None = None
    try:
        with held():
            own = owned_folder(above, mode=PRIVATE)
        yield own.path
    finally:
        with held():
            if own is not None:
                own.release()


@contextmanager
def standard_output() -> Iterator[Path]:
    """Yields a temporary path, whose file goes to standard output when the block succeeds.

    Raises:
        OutputError: standard output is closed, is a terminal, accepts only text, or is full.
        BrokenPipeError: its reader has left.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed; send it to a file or a program")
    if not hasattr(sys.stdout, "buffer"):  # as in a notebook
        raise OutputError("standard output accepts only text; name a file")
    if sys.stdout.isatty():
        raise OutputError("standard output is a terminal; send it to a file or a program")
    from shutil import copyfileobj

    with scratch_folder() as folder:
        temporary = folder / "output"
        yield temporary
        with temporary.open("rb") as file:
            try:
                copyfileobj(file, sys.stdout.buffer)
                sys.stdout.flush()
            except BrokenPipeError:
                raise
            except OSError as error:
                raise OutputError(
                    f"cannot write to standard output: {reason(error)}; name a file with --output"
                ) from None


def _as_output_error(error: OSError, places: Sequence[Place]) -> OSError | OutputError:
    """Returns the OutputError for a system error about the outputs; other errors as they are."""
    named = error.filename if isinstance(error.filename, str | bytes) else b""
    file = Path(os.fsdecode(named))
    about = [place for place in places if place.new.path in (file, *file.parents)]
    if not places or (not about and error.errno not in OF_THE_SYSTEM):
        return error
    return cannot_write(", ".join(str(place.path) for place in about or places), error)
