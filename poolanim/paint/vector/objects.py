"""The objects that a PDF file consists of."""

from __future__ import annotations

import zlib
from typing import BinaryIO

CATALOG, PAGES, INFO, RESOURCES = 1, 2, 3, 4
"""Numbers of the objects that are written last."""


class Objects:
    """The objects of a PDF file, one after another.

    Args:
        file: open for writing.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._places = dict.fromkeys((CATALOG, PAGES, INFO, RESOURCES), 0)
        file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, content: str | bytes, number: int | None = None) -> int:
        """Writes an object, and returns its number. Without a number it takes the next one."""
        number = number or len(self._places) + 1
        self._places[number] = self._file.tell()
        content = content.encode("ascii") if isinstance(content, str) else content
        self._file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        return number

    def add_stream(self, keys: str, content: str) -> int:
        """Writes an object that holds operators, and returns its number."""
        packed = zlib.compress(content.encode("ascii"), 9)
        head = f"<<{keys}/Filter/FlateDecode/Length {len(packed)}>>stream\n"
        return self.add(b"%b%b\nendstream" % (head.encode("ascii"), packed))

    def finish(self) -> None:
        """Writes the table of the objects' places."""
        start, count = self._file.tell(), len(self._places) + 1
        places = "".join(f"{place:010} 00000 n \n" for _, place in sorted(self._places.items()))
        end = (
            f"xref\n0 {count}\n0000000000 65535 f \n{places}"
            f"trailer\n<</Size {count}/Root {CATALOG} 0 R/Info {INFO} 0 R>>\n"
            f"startxref\n{start}\n%%EOF\n"
        )
        self._file.write(end.encode("ascii"))
