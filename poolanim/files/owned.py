"""Unfinished files and folders, each of which belongs to one running process.

An owner holds a lock (`flock`) on what it began. The system lets go of the lock when the process
ends, however it ends. So what nobody holds is left over, whichever machine or container began it.

Where there is no such lock (Windows, some network drives) an unfinished file is taken for left over
once it has not changed for ABANDONED_S.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNFINISHED = ".poolanim-tmp"
"""The end of the names of what is not whole yet."""
ASIDE = ".poolanim-old"
"""The end of the names of folders in which files wait that are being replaced."""
ABANDONED_S = 24 * 3600
PRIVATE = 0o700
"""The mode of a folder that only its user may read."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""A flag for opening, where the system has it: a link is refused, and not followed."""
PLAIN = NO_LINK | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Owned:
    """An unfinished file or folder of this process.

    Attributes:
        path: where it is until it takes its place.
        handle: the open file or folder that holds the lock; None where there is no lock.
    """

    path: Path
    handle: int | None

    def release(self) -> None:
        """Delete it unless it took its place, and let go of it."""
        ours = self.handle is None or _same(self.handle, self.path)
        if self.handle is not None:
            os.close(self.handle)  # first, since reading a folder takes a handle
        if ours:
            with suppress(OSError):  # the next run tries again
                _delete(self.path)


def owned_file(folder: Path, mode: int = 0o666) -> Owned:
    """Create an empty file of a random name in a folder.

    Raises:
        OSError: the folder takes no file.
    """
    while True:
        path = folder / _name(UNFINISHED)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | PLAIN, mode)
        if fcntl is None:  # there is no lock to hold, and what is open cannot be renamed
            os.close(handle)
            return Owned(path, None)
        if _held(handle, path):
            return Owned(path, handle)
        os.close(handle)


def owned_folder(folder: Path, end: str = UNFINISHED, mode: int = 0o777) -> Owned:
    """Create an empty folder of a random name in a folder.

    Raises:
        OSError: the folder takes no other.
    """
    while True:
        path = folder / _name(end)
        path.mkdir(mode)
        if fcntl is None:
            return Owned(path, None)
        try:
            handle = os.open(path, os.O_RDONLY | PLAIN)
        except OSError:
            path.rmdir()
            raise
        if _held(handle, path):
            return Owned(path, handle)
        os.close(handle)


def plainly(path: str, flags: int) -> int:
    """Open a file for `open`, but no link, and nothing else that is no ordinary file.

    Raises:
        OSError: it is one, or cannot be opened.
    """
    if Path(path).is_symlink():
        raise FileExistsError(None, "is a link, which is not followed")
    handle = os.open(path, flags | PLAIN | getattr(os, "O_NONBLOCK", 0), 0o666)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise FileExistsError(None, "is no ordinary file")


def settle_aside(aside: Path) -> None:
    """Put back what stands in a folder beside its old place and is missing there; delete the rest.

    Raises:
        OSError: something cannot be put back. It stays where it is.
    """
    for kept in aside.iterdir():
        if not os.path.lexists(place := aside.parent / kept.name):
            kept.rename(place)
    _delete(aside)


def sweep(folders: Iterable[Path]) -> None:
    """Delete from folders what ended processes left unfinished, and put back what they moved."""
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as items:
            for item in items:
                if item.name.endswith((UNFINISHED, ASIDE)):
                    with suppress(OSError):
                        _sweep(folder / item.name)


def _sweep(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | PLAIN | getattr(os, "O_NONBLOCK", 0))
    try:
        if not _abandoned(handle, path):
            return
        if path.name.endswith(ASIDE):
            with turn([path.parent]):  # in which nobody else takes the place
                settle_aside(path)
        else:
            _delete(path)
    finally:
        os.close(handle)


def _abandoned(handle: int, path: Path) -> bool:
    """Whether nobody owns what was opened at a path; nobody can once this says so."""
    if fcntl is not None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # this file system has no locks
            pass
        else:
            return _same(handle, path)
    return time.time() - os.fstat(handle).st_mtime > ABANDONED_S


def _held(handle: int, path: Path) -> bool:
    """Lock what was just created; False if a sweep was quicker."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # this file system has no locks
        return True
    return _same(handle, path)


def _same(handle: int, path: Path) -> bool:
    """Whether what is open is still at its path."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _name(end: str) -> str:
    return f".{os.urandom(8).hex()}{end}"


def _delete(path: Path) -> None:
    """Delete a file, or a folder with all that is in it, with but one handle at a time."""
    if stat.S_ISDIR(path.lstat().st_mode):
        for name in os.listdir(path):  # noqa: PTH208
            _delete(path / name)
        path.rmdir()
    else:
        path.unlink()


@contextmanager
def turn(folders: Iterable[Path]) -> Iterator[None]:
    """Wait until no other process has its turn in any of these folders, and take it."""
    with ExitStack() as stack:
        for folder in sorted(set(folders)) if fcntl is not None else ():
            handle = os.open(folder, os.O_RDONLY | PLAIN & ~NO_LINK)
            stack.callback(os.close, handle)
            with suppress(OSError):  # this file system has no locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
