"""Where a film is written: whole files only, and what every writer of one can do."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from poolanim.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

UNFINISHED = ".poolanim-tmp"


class Writer(Protocol):
    """Takes the pictures of a film, one after another."""

    def add(self, picture: Pixels, duration_ms: int) -> None:
        """Append a picture, (height, width, 3), and how long it stands."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, which takes its place if the block succeeds.

    If it fails, nothing of it is left, and what was at `path` before is untouched. A link stays
    one: what it leads to is written.

    Raises:
        OutputError: the folder cannot be made or written, or `path` is a folder.
    """
    made: list[Path] = []
    temporary: Path | None = None
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(None, "is a folder")
        for folder in reversed(target.parents):
            if not folder.exists():
                folder.mkdir()
                made.append(folder)
            elif not folder.is_dir():
                raise NotADirectoryError(None, f"{folder} is no folder")
        temporary = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
        temporary.touch()
        yield temporary
        temporary.replace(target)
        made.clear()
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # another output of this run may be there by now
                folder.rmdir()


def cannot_write(path: Path, error: OSError) -> OutputError:
    """An error that names the file and the reason."""
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"cannot write {path}: {reason}; name another file with --output")
