"""Snippets that embed files in a page, from the templates in `templates/embed` or of the user.

They are Jinja templates. In a template the name of a format, such as `gif`, is the path of that
file, or empty if no such file was made. The ending of the template decides how texts are escaped.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, TemplateSyntaxError, meta, nodes
from markupsafe import Markup

from poolanim.errors import ParameterError, suggestion
from poolanim.files.contents import text_of
from poolanim.files.escapes import ESCAPES
from poolanim.files.resources import templates
from poolanim.files.templating import environment, render
from poolanim.formats.catalogue import endings
from poolanim.formats.filming import in_pages
from poolanim.formats.looks import turns_of
from poolanim.publish.fields import base_of, measures_of, paths_of, published
from poolanim.publish.names import FIELDS, FIGURE, FILES, formats_of, names_of, plain
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output
    from poolanim.formats.writing import Written

SHOWN = Markup("poolanim.shown")
"""The path of a file in a trial of a template."""
WITH_ENTITIES = (".html", ".md", ".myst", ".qmd")
"""The endings of languages with HTML's character references."""
HUGO = ".hugo"
"""The ending of the language of Hugo's shortcodes."""
NOT_IN_LATEX = re.compile(r'[%#{}\\~"]')
"""The characters that LaTeX does not accept in the name of a file."""


@frozen
class Embedding:
    """A template of snippets.

    Attributes:
        name: the name or the path that the user gave.
        suffix: the ending of its file.
        text: its content.
        base: what precedes the paths of files in a page.
    """

    name: str
    suffix: str
    text: str
    base: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of fields in the template, and in the HTML snippet if it contains that.

        Raises:
            ParameterError: the template has a mistake.
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
        except Exception as error:  # such as a number with too many digits
            cause = str(error) or type(error).__name__
            raise ParameterError(f"embed {self.name}: no template: {cause}") from None
        if FIGURE in names:
            names |= load_embedding("html").names
        return names - environment(self.suffix).globals.keys()

    @property
    def files(self) -> set[str]:
        """The names of all files that it can show, without the suffixes of looks."""
        return {plain(name) for name in self.names} & FILES

    def takes(self, outputs: Sequence[Output]) -> bool:
        """Returns whether the template shows one of these files, or shows no files at all."""
        made = dict.fromkeys(names_of(outputs), SHOWN)
        fields = {**FIELDS, **made, **{f"{name}_stem": SHOWN for name in made}}
        if FIGURE in self.names:
            fields[FIGURE] = Markup(render("embed/html.html", fields))
        trial = self.filled(fields)
        return not self.files or SHOWN in trial

    def check(self, outputs: Sequence[Output]) -> None:
        """Raises ParameterError if the template shows none of these files, or cannot name one."""
        if not self.takes(outputs):
            wanted = formats_of(self.files)
            taken = endings(lambda each: each.name in wanted)
            raise ParameterError(
                f"embed is {self.name!r}, which embeds {taken}; name one with --output"
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
        """Whether the language has HTML's character references, such as `&#215;`."""
        return self.suffix in WITH_ENTITIES

    def snippet(
        self, figures: Sequence[Figure], outputs: Sequence[Output], files: Sequence[Written]
    ) -> str:
        """Returns the text that embeds files.

        Args:
            figures: the figure in each look.
            outputs: the outputs of each figure.
            files: the files of all looks, in the order of `films_of`.

        Raises:
            ParameterError: the template fails.
        """
        if self.suffix == HUGO:
            files = [replace(file, path=published(file.path)) for file in files]
        of_look = in_pages(figures, outputs, files)
        measures = measures_of(figures[turns_of(figures)[""]], of_look)
        fields = {**FIELDS, **paths_of(outputs, of_look, self.suffix, self.base), **measures}
        if FIGURE in self.names:
            page = load_embedding("html", self.base)
            paths = paths_of(outputs, of_look, page.suffix, page.base)
            fields[FIGURE] = Markup(page.filled({**FIELDS, **paths, **measures}).strip())
        return self.filled(fields)

    def filled(self, fields: Mapping[str, Any]) -> str:
        """Returns the template filled in with these fields.

        Raises:
            ParameterError: the template fails.
        """
        try:
            shown = environment(self.suffix).from_string(self.text).render(fields)
        except Exception as error:  # a template is a program, which can fail in any way
            raise ParameterError(f"embed {self.name}: {error or type(error).__name__}") from None
        return shown.strip("\n") + "\n"


def _names(reader: Environment, text: str) -> frozenset[str]:
    """Returns all undefined names in a template and in the templates that it includes."""
    tree = reader.parse(text)
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    names = frozenset(meta.find_undeclared_variables(tree) - own)
    for path in filter(None, meta.find_referenced_templates(tree)):
        if reader.loader is not None:
            names |= _names(reader, reader.loader.get_source(reader, path)[0])
    return names


def load_embedding(name: str, base: str = "") -> Embedding:
    """Returns the template of a name, or in a file.

    Args:
        name: a name in `templates/embed`, or the path of a file.
        base: what precedes the paths of files in a page.

    Raises:
        ParameterError: there is no such template, or it has a mistake.
    """
    known = {path.stem: path for path in (templates() / "embed").iterdir()}
    path = known.get(name, Path(name))
    if name not in known and not path.suffix:
        raise ParameterError(f"embed is {name!r}; {suggestion(name, known)}")
    if path.suffix not in ESCAPES:
        raise ParameterError(
            f"embed is {name!r}; its ending decides how texts are escaped, "
            f"{suggestion(path.suffix, ESCAPES)}"
        )
    advice = f"give one of {', '.join(sorted(known))}, or a file"
    text = text_of(f"embed {name}", path, advice)
    embedding = Embedding(name, path.suffix, text, base_of(base))
    unknown = sorted(embedding.names - FIELDS.keys() - {FIGURE})
    if unknown:
        hint = suggestion(plain(unknown[0]), {*map(plain, FIELDS), FIGURE})
        raise ParameterError(f"embed {name}: {unknown[0]} is no field; {hint}")
    return embedding
