"""Find `templates/`: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def templates() -> Path:
    """The folder of themes, words and figures.

    A wheel carries it inside the package; a checkout, which an editable install points to, has it
    at top level.
    """
    package = Path(__file__).parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def page_template(page: str) -> Path:
    """The template of a page, by the ending of its name.

    Example:
        >>> page_template("index.html").name
        'page.html'
    """
    return templates() / "pages" / f"page{Path(page).suffix}"


def names(folder: str) -> list[str]:
    """The templates in a folder, without their ending, sorted.

    Example:
        >>> names("themes")[:2]
        ['blueprint', 'dark']
    """
    return sorted(path.stem for path in (templates() / folder).glob("*.toml"))
