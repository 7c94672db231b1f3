"""Keeps drawn letters in the user's cache folder for later runs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import OutputError
from poolanim.files.contents import content_of
from poolanim.files.limits import BINARY_BYTES
from poolanim.files.owned import sweep
from poolanim.files.whole import whole_files

if TYPE_CHECKING:
    from collections.abc import Callable

DIGEST_BYTES = 32
"""The length of a digest by SHA-256."""


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Returns the content of a file in the cache folder. If it is missing, `make` returns it.

    A file with a wrong digest is written again. If the folder cannot be written, `make` is called
    in every run.

    Args:
        name: the name of the file. It contains a digest of all that `make` depends on.
        make: returns the content.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    path = folder / name
    with suppress(OSError):
        digest, content = _parted(content_of(path, BINARY_BYTES))
        if digest == _digest(name, content):
            return content
    content = make()
    sweep([path.parent])
    with suppress(OSError, OutputError), whole_files([path], links=False) as [temporary]:
        temporary.write_bytes(_digest(name, content) + content)
    return content


def _parted(file: bytes) -> tuple[bytes, bytes]:
    """Splits a file into the digest at its start and its content."""
    return file[:DIGEST_BYTES], file[DIGEST_BYTES:]


def _digest(name: str, content: bytes) -> bytes:
    from hashlib import sha256  # takes time to import, and few texts need it

    return sha256(name.encode() + b"\0" + content).digest()


def cache_folder() -> Path | None:
    """Returns the folder of poolanim's cache; None for a user without a home."""
    try:
        return _cache_home() / "poolanim"
    except RuntimeError:
        return None


def _cache_home() -> Path:
    """Returns the user's folder of caches.

    Raises:
        RuntimeError: neither the environment nor the system names the user's home.
    """
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home)
