"""Snippets that put the files just made into a page, from `templates/embed` or a user's own file.

A template is a Jinja template. A file that was made is a name such as `gif`, and one that was not
is empty. The ending of the template's own name says how texts are escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from os import fsencode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import TemplateNotFound, TemplateSyntaxError, meta, nodes
from markupsafe import Markup

from poolanim.errors import ParameterError, reason, suggestion
from poolanim.files.contents import text_of
from poolanim.files.escapes import ESCAPES
from poolanim.files.resources import templates
from poolanim.files.templating import environment, render
from poolanim.formats.catalogue import endings
from poolanim.publish.names import FIELDS, FIGURE, FILES, formats_of, names_of, plain
from poolanim.scene.captions import caption, summary
from poolanim.theme import is_dark, load_theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output
    from poolanim.formats.writing import Written

PLAYER_FOOT_PX = 190
"""What stands under the picture in a player."""
SHOWN = Markup("poolanim.shown")
"""Stands for a file in a trial."""
WITH_ENTITIES = (".html", ".md", ".qmd")
"""Endings of languages that have HTML's character references."""
NOT_IN_LATEX = re.compile(r'[%#{}\\~"]')
"""What LaTeX does not take as part of a file's name."""


@dataclass(frozen=True)
class Embedding:
    """A template.

    Attributes:
        name: what the user called it.
        suffix: of its file.
        text: its content.
    """

    name: str
    suffix: str
    text: str

    @cached_property
    def names(self) -> frozenset[str]:
        """All names in it, and in the HTML that it takes as a whole.

        Raises:
            ParameterError: it is no template.
        """
        try:
            names = _names(environment(self.suffix), self.text)
        except TemplateSyntaxError as error:
            raise ParameterError(
                f"embed {self.name}, line {error.lineno}: {error.message}"
            ) from None
        except TemplateNotFound as error:
            raise ParameterError(
                f"embed {self.name}: it includes {error.name!r}, which poolanim does not have"
            ) from None
        except Exception as error:  # such as a number of too many digits, or too many brackets
            told = str(error) or type(error).__name__
            raise ParameterError(f"embed {self.name}: no template: {told}") from None
        if FIGURE in names:
            names |= load_embedding("html").names
        return names - environment(self.suffix).globals.keys()

    @property
    def files(self) -> set[str]:
        """Names of all files that it may show, as if there were one theme."""
        return {plain(name) for name in self.names} & FILES

    def takes(self, outputs: Sequence[Output]) -> bool:
        """Returns whether it shows one of these files, or need not show any."""
        made = dict.fromkeys(names_of(outputs), SHOWN)
        trial = self.filled({**FIELDS, **made, **{f"{name}_stem": SHOWN for name in made}})
        return not self.files or SHOWN in trial

    def check(self, outputs: Sequence[Output]) -> None:
        """Raises ParameterError if it takes none of these files, or cannot name one."""
        if not self.takes(outputs):
            wanted = formats_of(self.files)
            taken = endings(lambda each: each.name in wanted)
            raise ParameterError(
                f"embed is {self.name!r}, which takes {taken}; name one with --output"
            )
        for output in outputs:
            if self.suffix == ".tex" and (found := NOT_IN_LATEX.search(str(output.path))):
                raise ParameterError(
                    f"output is {str(output.path)!r}, but LaTeX takes no {found[0]} in the name of "
                    "a file; give it another name",
                    field="output",
                )

    @property
    def has_entities(self) -> bool:
        """Whether its language has HTML's character references, such as `&#215;`."""
        return self.suffix in WITH_ENTITIES

    def filled(self, fields: Mapping[str, Any]) -> str:
        """Returns the snippet for these fields.

        Raises:
            ParameterError: the template fails.
        """
        if FIGURE in self.names:
            fields = {**fields, FIGURE: Markup(render("embed/html.html", fields).strip())}
        try:
            shown = environment(self.suffix).from_string(self.text).render(fields)
        except Exception as error:  # a template is a program of its author, and fails in any way
            raise ParameterError(f"embed {self.name}: {error or type(error).__name__}") from None
        return shown.strip("\n") + "\n"


def _names(reader: Environment, text: str) -> frozenset[str]:
    """Returns all names in a template and in what it includes."""
    tree = reader.parse(text)
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    names = frozenset(meta.find_undeclared_variables(tree) - own)
    for path in filter(None, meta.find_referenced_templates(tree)):
        if reader.loader is not None:
            names |= _names(reader, reader.loader.get_source(reader, path)[0])
    return names


def load_embedding(name: str) -> Embedding:
    """Returns the template of this name, or in this file.

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
    embedding = Embedding(name, path.suffix, text)
    unknown = sorted(embedding.names - FIELDS.keys() - {FIGURE})
    if unknown:
        hint = suggestion(plain(unknown[0]), {*map(plain, FIELDS), FIGURE})
        raise ParameterError(f"embed {name}: {unknown[0]} is no field; {hint}")
    return embedding


def snippet(
    embedding: Embedding,
    figures: Sequence[Figure],
    outputs: Sequence[Output],
    files: Sequence[Written],
) -> str:
    """Returns what embeds files.

    Args:
        embedding: the template.
        figures: the same one in each theme.
        outputs: as they were asked for.
        files: the files of the first figure, in the order of `outputs`, then those of the next.

    Raises:
        ParameterError: the template fails.
    """
    dark = [is_dark(load_theme(figure.theme)) for figure in figures]
    day = dark.index(False) if False in dark else 0
    night = next((turn for turn, is_night in enumerate(dark) if is_night and turn != day), None)
    fields: dict[str, Any] = dict(FIELDS)
    for turn, suffix in ((day, ""), (night, "_dark")):
        if turn is not None:
            for name, number in names_of(outputs).items():
                path = files[turn * len(outputs) + number].path
                fields[name + suffix] = _link(path, embedding.suffix)
                fields[f"{name}{suffix}_stem"] = _link(path.with_suffix(""), embedding.suffix)
    figure = figures[day]
    scenes = [file.scene for file in files if file.scene is not None]
    film = max(scenes, key=lambda scene: scene.frame_count)
    width, height = figure.size
    fields |= {
        "alt": " ".join(summary(film).split()),
        "caption": " ".join((figure.caption or caption(film)).split()),
        "width": width,
        "height": height,
        "player_height": height + PLAYER_FOOT_PX,
        "density": Markup(f"{figure.scale}x"),
        "rate": Markup(f"{1000 * film.frame_count / max(film.duration_ms, 1):.3g}"),
    }
    return embedding.filled(fields)


def _link(path: Path, suffix: str) -> Markup:
    """Returns the path of a file as a page refers to it; LaTeX knows no escapes in it."""
    return Markup(path.as_posix() if suffix == ".tex" else quote(fsencode(path.as_posix())))
