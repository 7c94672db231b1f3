"""Finds `templates/`: in the installed package, beside it in a checkout, or in an archive."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def templates() -> Path:
    """Returns the folder of themes, words and figures.

    A wheel has it inside the package, a checkout at top level. If the package is imported from a
    zip archive, the folder is a temporary copy, which is deleted when the process ends.
    """
    package = Path(__file__).parents[1]
    inside = package / "templates"
    if inside.is_dir():
        return inside
    if package.is_dir():
        return package.parent / "templates"
    return _unpacked()


def _unpacked() -> Path:
    """Returns a copy of the folder in the archive from which the package is imported."""
    import atexit  # these load slowly, and only an archive needs them
    import shutil
    import tempfile
    import zipfile
    from importlib.resources import files

    package = files("poolanim")
    source = package / "templates"
    if isinstance(package, zipfile.Path) and not source.is_dir():
        source = zipfile.Path(package.root, "templates/")  # in a zip of a checkout
    copy = Path(tempfile.mkdtemp(prefix="poolanim-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    _copy(source, copy)
    return copy


def _copy(source: Traversable, target: Path) -> None:
    """Copies all files of a folder in an archive to an existing folder."""
    for item in source.iterdir():
        path = target / item.name
        if item.is_dir():
            path.mkdir()
            _copy(item, path)
        else:
            path.write_bytes(item.read_bytes())


def page_template(page: str) -> Path:
    """Returns the template of a page, by the ending of the page's name.

    Example:
        >>> page_template("index.html").name
        'page.html'
    """
    return templates() / "pages" / f"page{Path(page).suffix}"


def names(folder: str) -> list[str]:
    """Returns the names of the templates in a folder, sorted and without endings.

    Example:
        >>> names("themes")[:2]
        ['blueprint', 'dark']
    """
    found = (templates() / folder).iterdir()
    return sorted(path.stem for path in found if path.suffix == ".toml")
