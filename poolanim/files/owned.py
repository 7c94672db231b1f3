"""Unfinished files and folders, each owned by one running process.

The owner holds a lock (`flock`) on its unfinished file. The system releases the lock when the
process ends, however it ends. A file that nobody has locked is therefore left over, whichever
machine or container began it.

Windows and some network drives have no such lock. There an unfinished file counts as left over when
it has not changed for ABANDONED_S.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.records import frozen

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNFINISHED = ".poolanim-tmp"
"""The end of the names of unfinished files and folders."""
ASIDE = ".poolanim-old"
"""The end of the names of folders that keep replaced files until all files have their places."""
ABANDONED_S = 24 * 3600
PRIVATE = 0o700
"""The mode of a folder that only its user can read."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""The flag with which opening a link fails; 0 where the system lacks it."""
PLAIN = NO_LINK | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@frozen
class Owned:
    """An unfinished file or folder of this process.

    Attributes:
        path: its path until it takes its place.
        handle: the open file or folder with the lock; None where there is no lock.
    """

    path: Path
    handle: int | None

    def release(self) -> None:
        """Deletes it unless it took its place, and releases the lock."""
        ours = self.handle is None or _same(self.handle, self.path)
        if self.handle is not None:
            os.close(self.handle)  # first, since reading a folder takes a handle
        if ours:
            with suppress(OSError):  # the next run tries again
                _delete(self.path)


def owned_file(folder: Path, mode: int = 0o666) -> Owned:
    """Creates an empty file with a random name in a folder.

    Raises:
        OSError: the folder is not writable.
    """
    while True:
        path = folder / _name(UNFINISHED)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | PLAIN, mode)
        if fcntl is None:  # no locks; Windows renames no open file
            os.close(handle)
            return Owned(path, None)
        if _held(handle, path):
            return Owned(path, handle)
        os.close(handle)


def owned_folder(folder: Path, end: str = UNFINISHED, mode: int = 0o777) -> Owned:
    """Creates an empty folder with a random name in a folder.

    Raises:
        OSError: the folder is not writable.
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
    """Opens an ordinary file, as the `opener` of `open`. Refuses links, devices and pipes.

    Raises:
        OSError: the path is no ordinary file, or cannot be opened.
    """
    if Path(path).is_symlink():
        raise FileExistsError(None, "is a link, which is not followed")
    handle = os.open(path, flags | PLAIN | getattr(os, "O_NONBLOCK", 0), 0o666)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise FileExistsError(None, "is no ordinary file")


def settle_aside(aside: Path) -> None:
    """Moves kept files back to their empty places, and deletes the folder with all others.

    Args:
        aside: a folder of replaced files, beside their places.

    Raises:
        OSError: a file cannot be moved back. It stays in the folder.
    """
    for kept in aside.iterdir():
        if not os.path.lexists(place := aside.parent / kept.name):
            kept.rename(place)
    _delete(aside)


def sweep(folders: Iterable[Path]) -> None:
    """Deletes unfinished files of ended processes from folders, and moves kept files back."""
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
            with turn([path.parent]):  # during which no other process uses the place
                settle_aside(path)
        else:
            _delete(path)
    finally:
        os.close(handle)


def _abandoned(handle: int, path: Path) -> bool:
    """Returns whether nobody owns an opened file. If so, this process holds its lock."""
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
    """Locks a new file; returns False if a sweep of another process was quicker."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # this file system has no locks
        return True
    return _same(handle, path)


def _same(handle: int, path: Path) -> bool:
    """Returns whether an open file is still at its path."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _name(end: str) -> str:
    return f".{os.urandom(8).hex()}{end}"


def _delete(path: Path) -> None:
    """Deletes a file, or a folder with its content, with one open handle at a time."""
    if stat.S_ISDIR(path.lstat().st_mode):
        for name in os.listdir(path):  # noqa: PTH208
            _delete(path / name)
        path.rmdir()
    else:
        path.unlink()


@contextmanager
def turn(folders: Iterable[Path]) -> Iterator[None]:
    """Excludes other processes from these folders during the block, and waits for them first."""
    with ExitStack() as stack:
        for folder in sorted(set(folders)) if fcntl is not None else ():
            handle = os.open(folder, os.O_RDONLY | PLAIN & ~NO_LINK)
            stack.callback(os.close, handle)
            with suppress(OSError):  # this file system has no locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
