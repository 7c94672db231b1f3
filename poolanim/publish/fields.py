"""The values of the names in templates of snippets: paths of files, texts and measures."""

from __future__ import annotations

from os import fsencode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from poolanim.formats.catalogue import by_ending
from poolanim.publish.names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output
    from poolanim.formats.writing import Written
    from poolanim.scene.frames import Scene

PLAYER_FOOT_PX = 190
"""The height of the controls under the picture of a player."""
WITH_NAMES = (".rst", ".myst")
"""The endings of languages that take the name of a file as it is."""
SAFE = ":/?#@!$+,;=%~"
"""The characters of an address that stay as they are."""


def base_of(base: str) -> str:
    """Returns what precedes the paths of files, for a folder or an address that is given.

    Example:
        >>> base_of("/img"), base_of("https://a.org/"), base_of("."), base_of("")
        ('/img/', 'https://a.org/', '', '')
    """
    return "" if base in ("", ".") else base.rstrip("/") + "/"


def published(path: Path) -> Path:
    """Returns the path at which a site of Hugo has a file, if it is in the folder `static`.

    Example:
        >>> published(Path("blog/static/img/a.gif")).as_posix(), published(Path("a.gif")).as_posix()
        ('/img/a.gif', 'a.gif')
    """
    folders = path.parts[:-1]
    return Path("/", *path.parts[folders.index("static") + 1 :]) if "static" in folders else path


def paths_of(
    outputs: Sequence[Output], of_look: Mapping[str, Mapping[int, Written]], suffix: str, base: str
) -> dict[str, Markup]:
    """Returns the fields with paths of files.

    Args:
        outputs: the outputs of each look.
        of_look: the files of each look by the numbers of outputs, by the suffix of its fields.
        suffix: the ending of the template.
        base: what precedes the paths in a page.
    """
    fields = {}
    for look, files in of_look.items():
        for name, number in names_of(outputs).items():
            if number not in files:
                continue
            path = files[number].path
            fields[f"{name}{look}"] = _link(path, suffix, base)
            fields[f"{name}{look}_stem"] = _link(path.with_suffix(""), suffix, base)
    return fields


def measures_of(figure: Figure, of_look: Mapping[str, Mapping[int, Written]]) -> dict[str, Any]:
    """Returns the fields with texts and measures of the films.

    The number of frames and their rate are those of pages, if there is a file of pages.
    """
    films = {look: _film(files.values()) for look, files in of_look.items() if files}
    film, tall = films[""], films.get("_tall", films[""])
    files = of_look[""].values()
    pages = _film([file for file in files if _has_pages(file)] or files)
    width, height = film.size_px
    return {
        "alt": " ".join(film.summary.split()),
        "caption": " ".join((figure.caption or film.caption).split()),
        "width": width,
        "height": height,
        "width_tall": tall.size_px[0],
        "height_tall": tall.size_px[1],
        "player_height": height + PLAYER_FOOT_PX,
        "density": Markup(f"{figure.scale}x"),
        "rate": Markup(f"{1000 * pages.frame_count / max(pages.duration_ms, 1):.3g}"),
        "frames": pages.frame_count,
    }


def _film(files: Iterable[Written]) -> Scene:
    """Returns the longest film in files."""
    scenes = [file.scene for file in files if file.scene is not None]
    return max(scenes, key=lambda scene: scene.frame_count)


def _has_pages(file: Written) -> bool:
    """Returns whether each frame of a file is a page."""
    kind = by_ending().get(file.path.suffix.lower())
    return kind is not None and kind.has_pages


def _link(path: Path, suffix: str, base: str) -> Markup:
    """Returns the path of a file as a page refers to it.

    LaTeX knows no escapes in it. Sphinx reads the name itself, in which only blanks are escaped.
    """
    name = path.as_posix()
    if suffix == ".tex":
        return Markup(base + name)
    if suffix in WITH_NAMES:
        return Markup(base + name.replace("\\", r"\\").replace(" ", r"\ "))
    return Markup(quote(base, safe=SAFE) + quote(fsencode(name)))
