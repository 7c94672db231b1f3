"""How new files and folders take the places of old ones: all of them, or none."""

from __future__ import annotations

import os
import re
import stat
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TRIES = 3
"""How often folders are made again that another run deletes because it failed."""
_FRAME = re.compile(r"frame-\d{4,}\.png")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a file or folder is to take.

    Attributes:
        path: as the user calls it.
        target: the same, without links.
        new: what takes the place.
        mode: of what is there before; None if nothing is.
        folder: whether it is a folder of frames.
    """

    path: Path
    target: Path
    new: Owned
    mode: int | None
    folder: bool


def prepared(path: Path, made: list[Path], *, folder: bool, links: bool) -> Place:
    """Make the folders above a path, and an empty file beside it, which shows that one can."""
    target = Path(os.path.realpath(path if links else path.parent))
    target = target if links else target / path.name
    before = _state(target)
    if before is not None:
        _check_replaceable(target, before, folder=folder)
    new = _begun(target.parent, made, folder=folder)
    mode = None if before is None else stat.S_IMODE(before.st_mode) & 0o777
    if mode is not None:
        try:
            new.path.chmod(mode | (PRIVATE if folder else 0o600))  # it has to be written yet
        except OSError:
            new.release()
            raise
    return Place(path, target, new, mode, folder)


def _begun(parent: Path, made: list[Path], *, folder: bool) -> Owned:
    """Make a folder with those above it, and in it what takes a place once it is whole."""
    for left in reversed(range(TRIES)):
        for above in reversed([parent, *parent.parents]):
            if not above.exists():
                above.mkdir(exist_ok=True)
                made.append(above)
            elif not above.is_dir():
                raise NotADirectoryError(None, f"{above} is no folder")
        try:
            return owned_folder(parent) if folder else owned_file(parent)
        except FileNotFoundError:
            if not left:
                raise
    raise AssertionError


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):  # the second is told with the folders above
        return None


def _check_replaceable(target: Path, before: os.stat_result, *, folder: bool) -> None:
    """Raise OSError if what is at a path cannot be replaced without loss."""
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
        raise FileExistsError(None, f"it holds {others[0]}, which is no frame and would be lost")


def check_apart(places: Sequence[Place]) -> None:
    """Raise OutputError if two paths are one file where upper and lower case are not told apart."""
    seen: dict[str, Place] = {}
    for place in places:
        other = seen.setdefault(normalize("NFC", str(place.target)).casefold(), place)
        if other is not place:
            name = place.new.path.name
            if os.path.lexists(place.new.path.with_name(name.upper())):
                raise OutputError(f"{other.path} and {place.path} are one file here; rename one")


def take_places(places: Sequence[Place]) -> None:
    """Let all take their places, one right after another; or none, if one cannot."""
    for place in places:
        if place.mode is not None:
            _make_like(place)
    if len(places) == 1 and not places[0].folder:  # a rename is whole by itself
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
    """Give the new file the mode of the old, and have it on the disk before that is given up."""
    assert place.mode is not None
    try:
        for path in sorted(place.new.path.iterdir()) if place.folder else [place.new.path]:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        place.new.path.chmod(place.mode)
    except OSError as error:
        raise cannot_write(place.path, error) from None


@contextmanager
def _aside(place: Place) -> Iterator[Path]:
    """A folder beside a target for what is replaced there; what has no other place is put back."""
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
    """Let a new file take the place of an old one, which is kept aside."""
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
    """Keep what is at a target under another name as well, or instead where it has but one."""
    if not place.folder:
        with suppress(OSError):
            old.hardlink_to(place.target)
            return
    place.target.rename(old)


def _rename(source: Path, target: Path) -> None:
    """Undo a rename; what cannot be is put back by `settle_aside`."""
    with suppress(OSError):
        source.replace(target)


def cannot_write(path: Path | str, error: OSError) -> OutputError:
    """The error that tells of a path that the system refuses."""
    return OutputError(f"cannot write {path}: {reason(error)}; name another file with --output")
