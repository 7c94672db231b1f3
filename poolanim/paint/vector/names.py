"""Names in a file that no other file has."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256

OWN = "\0"
"""Stands for the prefix of a file's names until its content is known. No font has such a
character, so that no text of a figure holds it."""
ID = re.compile(f"{OWN}([a-z]+)")
PREFIX_LENGTH = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"


def owned(content: str) -> str:
    r"""Gives the names in a file a prefix made of the hash of its content.

    The ids, classes and keyframes of two files in one page are apart thereby. The prefix is a
    letter, then letters and digits, all lower case: some browsers compare names without case.

    Args:
        content: the file, with `OWN` before every name.

    Example:
        >>> owned('<g id="\0a"/><use href="#\0a"/>')
        '<g id="pzaoa"/><use href="#pzaoa"/>'
    """
    rest = int.from_bytes(sha256(content.encode()).digest()[:8])
    rest, letter = divmod(rest, len(LETTERS))
    prefix = LETTERS[letter]
    for _ in range(PREFIX_LENGTH - 1):
        rest, place = divmod(rest, len(LETTERS + DIGITS))
        prefix += (LETTERS + DIGITS)[place]
    return content.replace(OWN, prefix)


def shortened(content: str) -> str:
    r"""Gives the ids in a file that come most often the shortest names.

    Args:
        content: the file, with `OWN` before every id.

    Example:
        >>> shortened('<g id="\0a"/><g id="\0b"/><use href="#\0b"/>').replace(OWN, "")
        '<g id="b"/><g id="a"/><use href="#a"/>'
    """
    counts = Counter(ID.findall(content))
    names = {name: short(turn) for turn, (name, _) in enumerate(counts.most_common())}
    return ID.sub(lambda match: f"{OWN}{names[match[1]]}", content)


def short(count: int) -> str:
    """Returns a short name for a number, in lower case.

    Example:
        >>> short(0), short(25), short(26)
        ('a', 'z', 'aa')
    """
    more, letter = divmod(count, len(LETTERS))
    return (short(more - 1) if more else "") + LETTERS[letter]
