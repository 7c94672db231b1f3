"""Moves new files and folders to the places of old ones: all of them, or none."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from poolanim.errors import OutputError, reason
from poolanim.files.owned import (
    ASIDE,
    PRIVATE,
    Owned,
    owned_file,
    owned_folder,
    settle_aside,
    turn,
)
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TRIES = 3
"""Attempts to make folders, which another run deletes when it fails."""
NO_MODES = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS)
"""Errors of systems on which a file's mode cannot be changed."""
_FRAME = re.compile(r"frame-\d{4,}\.png")


@frozen
class Place:
    """The place of a file or folder that is being written.

    Attributes:
        path: the path that the user gave.
        target: the path without links.
        new: the unfinished file or folder.
        mode: the mode of the old file; None if there is none.
        folder: whether it is a folder of frames.
    """

    path: Path
    target: Path
    new: Owned
    mode: int | None
    folder: bool


def prepared(path: Path, made: list[Path], *, folder: bool, links: bool) -> Place:
    """Makes the folders above a path and an unfinished file beside it.

    Args:
        path: the path of an output.
        made: gets the folders that are made.
        folder: whether the output is a folder of frames.
        links: whether the path may be a link.

    Raises:
        OSError: a folder or the file cannot be made, or what is at the path would be lost.
    """
    target = Path(os.path.realpath(path if links else path.parent))
    target = target if links else target / path.name
    before = _state(target)
    if before is not None:
        _check_replaceable(target, before, folder=folder)
    mode = None if before is None else stat.S_IMODE(before.st_mode) & 0o777
    writable = PRIVATE if folder else 0o600
    usual = 0o777 if folder else 0o666
    first = usual if mode is None else mode | writable
    new = _begun(target.parent, made, first, folder=folder)
    if mode is not None:
        try:
            _set_mode(new.path, first)
        except OSError:
            new.release()
            raise
    return Place(path, target, new, mode, folder)


def make_folders(folder: Path, made: list[Path]) -> None:
    """Makes a folder with its parents.

    Args:
        folder: the folder.
        made: gets those that were missing, the outermost first.

    Raises:
        NotADirectoryError: one of them is no folder, or is missing at the root, where a folder is
            more likely a mistake.
    """
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            if each.is_absolute() and each.parent == Path(each.anchor):
                raise NotADirectoryError(
                    None, f"there is no folder {each}, and none is made at the root"
                )
            each.mkdir(exist_ok=True)
            made.append(each)
        elif not each.is_dir():
            raise NotADirectoryError(None, f"{each} is no folder")


def _begun(parent: Path, made: list[Path], mode: int, *, folder: bool) -> Owned:
    """Makes a folder with its parents, and an unfinished file or folder of a mode in it."""
    for left in reversed(range(TRIES)):
        make_folders(parent, made)
        try:
            return owned_folder(parent, mode=mode) if folder else owned_file(parent, mode)
        except FileNotFoundError:
            if not left:
                raise
    raise AssertionError


def _set_mode(path: Path, mode: int) -> None:
    """Gives a file or folder a mode, where the system allows that."""
    try:
        path.chmod(mode)
    except OSError as error:
        if error.errno not in NO_MODES:
            raise


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):  # `_begun` reports the second
        return None


def _check_replaceable(target: Path, before: os.stat_result, *, folder: bool) -> None:
    """Raises OSError if replacing what is at a path would lose data."""
    if stat.S_ISLNK(before.st_mode):
        raise FileExistsError(None, "is a link that is not followed")
    if not folder:
        if stat.S_ISDIR(before.st_mode):
            raise IsADirectoryError(None, "is a folder")
        if not stat.S_ISREG(before.st_mode):
            raise FileExistsError(None, "is no ordinary file")
        return
    if not stat.S_ISDIR(before.st_mode):
        raise FileExistsError(None, "is a file")
    others = sorted(each.name for each in target.iterdir() if not _FRAME.fullmatch(each.name))
    if others:
        raise FileExistsError(None, f"it contains {others[0]}, which is no frame and would be lost")


def check_apart(places: Sequence[Place]) -> None:
    """Raises OutputError if two paths are one file on a disk that ignores upper and lower case."""
    seen: dict[str, Place] = {}
    for place in places:
        other = seen.setdefault(normalize("NFC", str(place.target)).casefold(), place)
        if other is not place:
            name = place.new.path.name
            if os.path.lexists(place.new.path.with_name(name.upper())):
                raise OutputError(f"{other.path} and {place.path} are one file here; rename one")


def take_places(places: Sequence[Place]) -> None:
    """Moves all new files to their places; moves all back if one fails."""
    for place in places:
        if place.mode is not None:
            _make_like(place)
    if len(places) == 1 and not places[0].folder:  # one rename succeeds or fails as a whole
        _exchange(places[0], None)
        return
    with turn({place.target.parent for place in places}), ExitStack() as asides:
        kept: dict[Path, Path] = {}
        with ExitStack() as undo:
            for place in places:
                if place.target.parent not in kept:
                    kept[place.target.parent] = asides.enter_context(_aside(place))
                _exchange(place, kept[place.target.parent], undo)
            undo.pop_all()


def _make_like(place: Place) -> None:
    """Gives a new file the mode of the old one, and flushes it to the disk."""
    assert place.mode is not None
    try:
        for path in sorted(place.new.path.iterdir()) if place.folder else [place.new.path]:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        _set_mode(place.new.path, place.mode)
    except OSError as error:
        raise cannot_write(place.path, error) from None


@contextmanager
def _aside(place: Place) -> Iterator[Path]:
    """Yields a folder beside a target that keeps the old file until the new one has its place."""
    try:
        aside = owned_folder(place.target.parent, ASIDE, PRIVATE)
    except OSError as error:
        raise cannot_write(place.path, error) from None
    try:
        yield aside.path
    finally:
        if aside.handle is not None:
            os.close(aside.handle)  # first, since reading a folder takes a handle
        with suppress(OSError):  # the next run tries again
            settle_aside(aside.path)


def _exchange(place: Place, aside: Path | None, undo: ExitStack | None = None) -> None:
    """Moves a new file to its place, and keeps the old file aside."""
    try:
        before = _state(place.target)
        if before is not None:
            _check_replaceable(place.target, before, folder=place.folder)
        if before is not None and aside is not None and undo is not None:
            old = aside / place.target.name
            _keep(place, old)
            undo.callback(_rename, old, place.target)
        place.new.path.replace(place.target)
        if undo is not None:
            undo.callback(_rename, place.target, place.new.path)
    except OSError as error:
        raise cannot_write(place.path, error) from None


def _keep(place: Place, old: Path) -> None:
    """Links the old file to another name, or renames it where links are not possible."""
    if not place.folder:
        with suppress(OSError):
            old.hardlink_to(place.target)
            return
    place.target.rename(old)


def _rename(source: Path, target: Path) -> None:
    """Undoes a rename. If that fails, `settle_aside` moves the file back later."""
    with suppress(OSError):
        source.replace(target)


def cannot_write(path: Path | str, error: OSError) -> OutputError:
    """Returns the error for a path that cannot be written."""
    return OutputError(f"cannot write {path}: {reason(error)}; name another file with --output")
