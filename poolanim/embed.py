"""Snippets that put the files just made into a page, from `templates/embed` or a user's own file.

A template is text with names after dollar signs, in sections. A section begins with a line of `%%`
and names; the first one is used of which all names were made. Of that, a line with a name of what
was not made is left out. The ending of the template's file tells how texts are escaped, but for
`$alt_html`, which is for HTML, `$alt_quoted`, which is for quotation marks, and `$alt_plain`;
`$caption` has the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from poolanim.contents import text_of
from poolanim.errors import ParameterError, reason, suggestion
from poolanim.formats import FORMATS, Takes, endings
from poolanim.resources import templates
from poolanim.scene.captions import caption, summary
from poolanim.theme import is_dark, load_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.outputs import Output
    from poolanim.pipeline import Written

HEAD = "%%"
PLAYER_FOOT_PX = 190
"""What stands under the picture in a player."""
STILL = "still_"
"""What special names of files with one frame begin with."""
CHOICES = {
    "video": ("mp4", "webm"),
    "picture": ("gif", "apng", "webp", "svg"),
    "print": ("still_pdf", "still_png"),
    "still": ("still_png", "still_svg"),
}
"""For each general name of a file the special ones, of which the first that was made has it."""
FILES = {*FORMATS, *(f"{STILL}{name}" for name in FORMATS if FORMATS[name].single), *CHOICES}
"""Names of files; with `_dark` at the end, those of the same in a dark theme."""
TEXTS = ("alt", "caption")
"""Names of texts; with `_html`, `_plain` or `_quoted` at the end, the same escaped otherwise."""
ESCAPED = ("html", "plain", "quoted")
MEASURES = ("width", "height", "player_height", "density", "rate")
"""Names of numbers."""


def html(text: str) -> str:
    """For HTML, also where something fills in braces before it is a page."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def markdown(text: str) -> str:
    """For Markdown."""
    text = re.sub(r"([\\`*_\[\]<>#|~$!])", r"\\\1", text.replace("&", "&amp;"))
    text = re.sub(r"^([-+=]|\d+(?=[.)]))", _no_list, text)
    return text.replace("{", "&#123;").replace("}", "&#125;")


def _no_list(found: re.Match[str]) -> str:
    start = found[0]
    return f"&#{ord(start)};" if len(start) == 1 else f"&#{ord(start[0])};{start[1:]}"


def rst(text: str) -> str:
    """For a paragraph of reStructuredText."""
    text = re.sub(r"([\\`*_|])", r"\\\1", text).replace("::", r":\:")
    return text if text[:1].isalpha() or text.startswith("\\") else f"\\{text}"


LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "−": r"\textminus{}",
    "≈": r"\ensuremath{\approx}",
    "∞": r"\ensuremath{\infty}",
    "…": r"\dots{}",
} | {character: f"\\{character}" for character in "{}$&#%_"}


def latex(text: str) -> str:
    """For LaTeX."""
    return "".join(LATEX.get(character, character) for character in text)


def hugo(text: str) -> str:
    """For a quoted text in a shortcode of Hugo, which is Markdown."""
    return quoted(markdown(text))


def quoted(text: str) -> str:
    """For quotation marks, between which backslashes escape."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def mdx(text: str) -> str:
    """For JSX, as a text in quotation marks."""
    return json.dumps(text, ensure_ascii=False)


ESCAPES: Mapping[str, Callable[[str], str]] = {
    ".html": html,
    ".hugo": hugo,
    ".md": markdown,
    ".mdx": mdx,
    ".qmd": markdown,
    ".rst": rst,
    ".tex": latex,
    ".txt": str,
}
"""How texts are escaped, by the ending of the template's file."""


class Section(NamedTuple):
    """A part of a template.

    Attributes:
        needs: names that it cannot do without.
        lines: its text.
    """

    needs: frozenset[str]
    lines: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """All names in it, sorted."""
        return sorted(self.needs.union(*(Template(line).get_identifiers() for line in self.lines)))

    @property
    def files(self) -> set[str]:
        """Names of all files that it may show, as if there were one theme."""
        return {_plain(name) for name in self.names} & FILES

    def fits(self, made: Collection[str]) -> bool:
        """Whether these files are what it needs, and one of them is shown if any can be."""
        return self.needs <= set(made) and (not self.files or not self.files.isdisjoint(made))

    def filled(self, fields: Mapping[str, str]) -> str:
        """Its text for these fields, without lines of any others."""
        shown = []
        for line in self.lines:
            try:
                shown.append(Template(line).substitute(fields))
            except KeyError:
                continue  # of something that was not made
        return "\n".join(shown).strip("\n") + "\n"


@dataclass(frozen=True)
class Embedding:
    """A template.

    Attributes:
        name: what the user called it.
        suffix: of its file.
        sections: its parts, the one to prefer first.
    """

    name: str
    suffix: str
    sections: tuple[Section, ...]

    def section(self, made: Collection[str]) -> Section:
        """The part to use.

        Args:
            made: names of the files.

        Raises:
            ParameterError: none fits these files.
        """
        fitting = (section for section in self.sections if section.fits(made))
        found = next(fitting, None)
        if found is None:
            wanted = _kinds({name for section in self.sections for name in section.files})
            taken = endings(lambda each: each.name in wanted)
            raise ParameterError(
                f"embed is {self.name!r}, which takes {taken}; name one with --output"
            )
        return found

    def filled(self, fields: Mapping[str, str]) -> str:
        """The snippet for these fields."""
        return self.section(fields.keys()).filled(fields)


def load_embedding(name: str) -> Embedding:
    """The template of this name, or in this file.

    Raises:
        ParameterError: there is none, or it cannot be used.
    """
    known = {path.stem: path for path in (templates() / "embed").iterdir()}
    path = known.get(name, Path(name))
    if name not in known and not path.suffix:
        raise ParameterError(f"embed is {name!r}; {suggestion(name, known)}")
    if path.suffix not in ESCAPES:
        raise ParameterError(
            f"embed is {name!r}; its ending tells how texts are escaped, "
            f"{suggestion(path.suffix, ESCAPES)}"
        )
    try:
        text = text_of(path)
    except (OSError, UnicodeDecodeError) as error:
        told = reason(error) if isinstance(error, OSError) else "not UTF-8"
        raise ParameterError(
            f"embed {name}: {told}; give one of {', '.join(sorted(known))}, or a file"
        ) from None
    embedding = Embedding(name, path.suffix, tuple(sections_of(name, text)))
    for section in embedding.sections:
        _check_names(name, section.names)
    return embedding


def sections_of(name: str, text: str) -> Iterator[Section]:
    """The sections of a template; all of it if it has no heads.

    Raises:
        ParameterError: a dollar sign stands alone.
    """
    needs: frozenset[str] = frozenset()
    lines: list[str] = []
    for line in [*text.splitlines(), HEAD]:
        if not Template(line).is_valid():
            raise ParameterError(f"embed {name}: a $ without a name in {line!r}; write $$")
        if not line.startswith(HEAD):
            lines.append(line)
            continue
        if lines:
            yield Section(needs, tuple(lines))
        needs, lines = frozenset(line.removeprefix(HEAD).split()), []


def _check_names(name: str, fields: Iterable[str]) -> None:
    """Raise ParameterError if a template names what no figure has."""
    known = {*FILES, *TEXTS, *MEASURES}
    for field in fields:
        if _plain(field) not in known:
            hint = suggestion(_plain(field), known)
            raise ParameterError(f"embed {name}: ${field} is no field; {hint}")


def _plain(name: str) -> str:
    """The name of a field without what may be at its end.

    Example:
        >>> _plain("gif_dark_stem"), _plain("still_png"), _plain("alt_html"), _plain("gif_html")
        ('gif', 'still_png', 'alt', 'gif_html')
    """
    file = name.removesuffix("_stem").removesuffix("_dark")
    text, _, end = name.partition("_")
    return text if text in TEXTS and end in ESCAPED else file


def names_of(outputs: Sequence[Output]) -> dict[str, int]:
    """What templates call these outputs, special names and general ones.

    Example:
        >>> from poolanim.outputs import Output
        >>> names_of([Output("a.mp4"), Output("a.png")])
        {'mp4': 0, 'still_png': 1, 'video': 0, 'print': 1, 'still': 1}
    """
    names: dict[str, int] = {}
    for number, output in enumerate(outputs):
        single = bool(output.still or output.sheet) or output.kind.takes is Takes.PICTURE
        names.setdefault(f"{STILL}{output.kind.name}" if single else output.kind.name, number)
    for name, kinds in CHOICES.items():
        made = [names[kind] for kind in kinds if kind in names]
        names |= {name: made[0]} if made else {}
    return names


def snippet(
    embedding: Embedding,
    figures: Sequence[Figure],
    outputs: Sequence[Output],
    files: Sequence[Written],
) -> str:
    """What embeds files.

    Args:
        embedding: the template.
        figures: the same one in each theme.
        outputs: as they were asked for.
        files: the files of the first figure, in the order of `outputs`, then those of the next.

    Raises:
        ParameterError: the template takes none of these files.
    """
    dark = [is_dark(load_theme(figure.theme)) for figure in figures]
    day = dark.index(False) if False in dark else 0
    night = next((turn for turn, is_night in enumerate(dark) if is_night and turn != day), None)
    fields: dict[str, str] = {}
    for turn, suffix in ((day, ""), (night, "_dark")):
        if turn is not None:
            for name, number in names_of(outputs).items():
                path = files[turn * len(outputs) + number].path.as_posix()
                fields[name + suffix] = path if embedding.suffix == ".tex" else quote(path)
                fields[f"{name}{suffix}_stem"] = str(Path(path).with_suffix(""))
    figure = figures[day]
    scenes = [file.scene for file in files if file.scene is not None]
    film = max(scenes, key=lambda scene: scene.frame_count)
    width, height = figure.size
    for name, text in {"alt": summary(film), "caption": figure.caption or caption(film)}.items():
        text = " ".join(text.split())
        fields |= {
            name: ESCAPES[embedding.suffix](text),
            f"{name}_html": html(text),
            f"{name}_plain": text,
            f"{name}_quoted": quoted(text),
        }
    fields |= {
        "width": str(width),
        "height": str(height),
        "player_height": str(height + PLAYER_FOOT_PX),
        "density": f"{figure.scale}x",
        "rate": f"{1000 * film.frame_count / max(film.duration_ms, 1):.3g}",
    }
    return embedding.filled(fields)


def _kinds(names: Iterable[str]) -> set[str]:
    """The formats of files that have one of these names."""
    special = {kind for name in names for kind in CHOICES.get(name, (name,))}
    return {kind.removeprefix(STILL) for kind in special}
