"""Reads a file that the user names. Folders, devices and pipes are refused."""

from __future__ import annotations

import errno
import os
import stat

from poolanim.errors import ParameterError, reason
from poolanim.files.limits import TEXT_BYTES, megabytes

CHUNK = 1 << 20
"""The least number of bytes in one read."""
# Opening a named pipe would wait for a writer, and a terminal could come to control the process.
FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)


def is_path(path: str | os.PathLike[str]) -> bool:
    r"""Returns whether a text can be a path on this system.

    Example:
        >>> is_path("a.gif"), is_path("a\0.gif"), is_path("\ud800")
        (True, False, False)
    """
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def content_of(path: str | os.PathLike[str], most: int) -> bytes:
    r"""Returns the bytes of a regular file.

    Args:
        path: the path of the file. Links are followed.
        most: the largest size that is accepted, in bytes.

    Raises:
        OSError: the file cannot be opened, is a folder, a pipe or a device, or is too large.

    Example:
        >>> content_of("a\0b", 10)
        Traceback (most recent call last):
        ...
        OSError: [Errno 22] a path cannot contain a NUL character or half a character
    """
    if not is_path(path):
        raise OSError(errno.EINVAL, "a path cannot contain a NUL character or half a character")
    handle = os.open(path, FLAGS)
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file but a pipe or a device")
        chunks: list[bytes] = []
        size = 0
        # The system reports size 0 for files that it generates. Other files are read in one piece,
        # since joining pieces takes as much memory again.
        at_once = max(found.st_size + 1, CHUNK)
        while max(size, found.st_size) <= most and (chunk := os.read(handle, at_once)):
            chunks.append(chunk)
            size += len(chunk)
        if max(size, found.st_size) > most:
            raise OSError(errno.EFBIG, f"it has more than {megabytes(most)}, the limit")
    finally:
        os.close(handle)
    return b"".join(chunks)


def text_of(where: str, path: str | os.PathLike[str], advice: str) -> str:
    """Returns the text of a regular file in UTF-8, with a line feed at the end of each line.

    Args:
        where: what the file is, for errors.
        path: the path of the file.
        advice: what to do if it cannot be read.

    Raises:
        ParameterError: the file cannot be read, or is not UTF-8.
    """
    try:
        text = content_of(path, TEXT_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise ParameterError(f"{where}: {reason(error)}; {advice}") from None
    except UnicodeDecodeError as error:
        raise ParameterError(f"{where}: not UTF-8 text: {error}; {advice}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def file_on_disk(path: str | os.PathLike[str]) -> object | None:
    """Returns a value that is equal for all paths of an existing file, also for links to it.

    Returns None if there is no file.
    """
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):  # ValueError for a text that cannot be a path
        return None
    return found.st_dev, found.st_ino
