"""Where results are written: whole files only, and all of a run's or none."""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import sys
import tempfile
import time
import zlib
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import OutputError, reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

UNFINISHED = ".poolanim-tmp"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a disk says while a file is written to it."""


ABANDONED_S = 3600
"""What nobody has written to for so long is left over, whoever began it."""
_OWNER = re.compile(rf"([0-9a-f]{{8}})-(\d+){re.escape(UNFINISHED)}$")


def unfinished(start: str) -> str:
    """A name for what is not whole yet, which tells what machine and process it is of."""
    return f"{start}{_machine()}-{os.getpid()}{UNFINISHED}"


def sweep(folder: Path) -> None:
    """Remove from a folder what killed processes left unfinished there."""
    with suppress(OSError), os.scandir(folder) as items:
        for item in items:
            if item.name.endswith(UNFINISHED) and _left_over(item):
                path = Path(item.path)
                if item.is_dir(follow_symlinks=False):
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def _left_over(item: os.DirEntry[str]) -> bool:
    owner = _OWNER.search(item.name)
    if owner and owner[1] == _machine() and not _runs(int(owner[2])):
        return True
    try:
        return time.time() - item.stat(follow_symlinks=False).st_mtime > ABANDONED_S
    except FileNotFoundError:  # it has just been finished
        return False


def _runs(process: int) -> bool:
    """Whether a process of this machine runs, as far as can be known."""
    if os.name == "nt":  # where asking would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(") ")[2]
    except OSError:  # only Linux tells
        return True
    return not state.startswith("Z")  # it ended, but nobody has asked how


@cache
def _machine() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


@contextmanager
def whole_files(paths: Sequence[Path], *, folders: Collection[Path] = ()) -> Iterator[list[Path]]:
    """Temporary paths beside `paths`, which take their places once the block has succeeded.

    If it fails, nothing of them is left, and what was at `paths` before is untouched. A link stays
    one: what it leads to is written.

    Args:
        paths: of files, and of folders for frames.
        folders: those that are folders. One that is there may hold nothing but frames.

    Raises:
        OutputError: a folder cannot be made or written, a path is a folder, or the disk is full.
    """
    made: list[Path] = []
    temporaries: list[Path] = []
    targets = [Path(os.path.realpath(path)) for path in paths]
    try:
        for path, target in zip(paths, targets, strict=True):
            try:
                temporaries.append(_prepare(target, made, folder=path in folders))
            except OSError as error:
                raise _cannot_write(path, error) from None
        try:
            yield temporaries
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            raise _cannot_write(", ".join(map(str, paths)), error) from None
        for path, temporary, target in zip(paths, temporaries, targets, strict=True):
            try:
                if target.is_dir():
                    _swap(temporary, target)
                else:
                    temporary.replace(target)
            except OSError as error:
                raise _cannot_write(path, error) from None
    finally:
        for temporary in temporaries:
            if temporary.is_dir():
                shutil.rmtree(temporary, ignore_errors=True)
            else:
                temporary.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # what was written, or another run's file, is in there
                folder.rmdir()


def _prepare(target: Path, made: list[Path], *, folder: bool) -> Path:
    """Make the folders above a target, and beside it an empty one, which shows that one can."""
    if folder:
        _check_frames(target)
    elif target.is_dir():
        raise IsADirectoryError(None, "is a folder")
    for above in reversed(target.parents):
        if not above.exists():
            above.mkdir(exist_ok=True)
            made.append(above)
        elif not above.is_dir():
            raise NotADirectoryError(None, f"{above} is no folder")
    temporary = target.with_name(unfinished(f"{target.name}."))
    if folder:
        temporary.mkdir()
    else:
        temporary.touch()
    return temporary


def frame_name(number: int) -> str:
    """The name of a picture in a folder of frames, counted from 1.

    Example:
        >>> frame_name(7)
        'frame-0007.png'
    """
    return f"frame-{number:04}.png"


_FRAME = re.compile(r"frame-\d{4,}\.png")


def _check_frames(target: Path) -> None:
    """Raise OSError if a folder cannot be replaced by another without loss."""
    if target.exists() and not target.is_dir():
        raise FileExistsError(None, "is a file")
    others = sorted(each.name for each in target.glob("*") if not _FRAME.fullmatch(each.name))
    if others:
        raise FileExistsError(None, f"it holds {others[0]}, which is no frame and would be lost")


def _swap(temporary: Path, target: Path) -> None:
    """Let one folder take the place of another."""
    before = target.with_name(unfinished(f"{target.name}.before."))
    target.rename(before)
    try:
        temporary.rename(target)
    except OSError:
        before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)


@contextmanager
def standard_output() -> Iterator[Path]:
    """A temporary path whose file goes to standard output once the block has succeeded.

    Raises:
        OutputError: it is a terminal, which shows no file.
    """
    if sys.stdout.isatty():
        raise OutputError("standard output is a terminal; send it to a file or a program")
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / "output"
        yield temporary
        with temporary.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.flush()


def _cannot_write(path: Path | str, error: OSError) -> OutputError:
    return OutputError(f"cannot write {path}: {reason(error)}; name another file with --output")
