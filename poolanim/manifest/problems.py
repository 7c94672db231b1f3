"""The mistakes of a manifest, collected so that all are reported at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Problems:
    """Mistakes and their lines. A mistake of several figures of a matrix is reported once.

    Example:
        >>> from pathlib import Path
        >>> problems = Problems()
        >>> for name in ("max-2", "max-3"):
        ...     problems.add(Path("a.toml"), 4, "stride is 0; give more", name)
        >>> problems.lines()
        ['a.toml:4: figure max-2 and 1 more: stride is 0; give more']
    """

    def __init__(self) -> None:
        self._figures: dict[tuple[Path, int, str], list[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._figures)

    def add(self, path: Path, line: int, message: str, name: str | None = None) -> None:
        """Adds a mistake on a line of a file; `name` is the figure that has it, if one does."""
        names = self._figures.setdefault((path, line, message), [])
        if name is not None:
            names.append(name)

    def lines(self) -> list[str]:
        """Returns a text for each mistake, with file, line and figure."""
        return [
            f"{path}:{line}: {_called(names)}{message}"
            for (path, line, message), names in sorted(self._figures.items())
        ]


def _called(names: Sequence[str]) -> str:
    if not names:
        return ""
    others = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return f"figure {names[0]}{others}: "
