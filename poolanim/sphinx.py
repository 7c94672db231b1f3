"""A Sphinx extension: figures in documents, by the directive `poolanim`.

Add `poolanim.sphinx` to the `extensions` in `conf.py`. The argument of the directive is a
layer, its options are those of the layer's command without dashes before them, and its content is
the caption:

```rst
.. poolanim:: max
   :size: 2
   :input: 1 3; 2 4
   :name: max-pooling

   The gradient goes to the largest number.
```

HTML shows the player, LaTeX the poster as PDF, and other formats a GIF or a PNG. `:alt:` is the
alternative text; by default it describes the figure. Paths of files are relative to the document. A
figure is made when it is written for the first time, and kept beside the doctrees.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast
from zlib import crc32

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger

from poolanim.batch.site import SiteFigure
from poolanim.errors import PoolanimError, message_of
from poolanim.files.version import __version__
from poolanim.files.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

OWN = {
    "alt": directives.unchanged_required,
    "class": directives.class_option,
    "name": directives.unchanged,
}
"""The options of the directive that are not those of a figure."""
STILLS = {"pdf": "application/pdf", "gif": "image/gif", "png": "image/png"}
"""The formats where no player can be, the best first, each with its media type."""
FAULTS = (PoolanimError, OSError, MemoryError)

log = getLogger(__name__)


class FigurePlace(nodes.General, nodes.Element):  # type: ignore[misc]  # docutils has no types
    """The place of a picture or a player. Its `shown` is a `SiteFigure`, its `alt` a text."""


class _Options(dict[str, "Callable[[str], Any]"]):
    """The options of the directive. Those of figures are checked with the figure."""

    def __missing__(self, name: str) -> Callable[[str], Any]:
        return lambda text: text or ""


class PoolanimDirective(SphinxDirective):
    """The directive `poolanim`."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[Any] = _Options(OWN)

    def run(self) -> list[nodes.Node]:
        """Returns the figure; nothing, with a warning, if it has a mistake."""
        options = {name: text for name, text in self.options.items() if name not in OWN}
        folder = Path(self.env.doc2path(self.env.docname)).parent
        try:
            shown = SiteFigure.read(self.arguments[0], options, folder)
        except FAULTS as error:
            _warn(error, self.get_location())
            return []
        for source in shown.sources:
            self.env.note_dependency(source)
        place = FigurePlace(shown=shown, alt=self.options.get("alt", shown.alt))
        figure = nodes.figure("", place, classes=["poolanim", *self.options.get("class", [])])
        for node in (place, figure):
            self.set_source_info(node)
        figure += self._caption()
        self.add_name(figure)
        return [figure]

    def _caption(self) -> list[nodes.Node]:
        """Returns the content: the first paragraph is the caption, and the rest a legend."""
        if not self.content:
            return []
        first, *rest = self.parse_content_to_nodes()
        caption = nodes.caption(first.rawsource, "", *first.children)
        caption.source, caption.line = first.source, first.line
        return [caption, nodes.legend("", *rest)] if rest else [caption]


def show_stills(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Puts a picture into each place of a document whose output cannot show a player."""
    if _plays(app.builder):
        return
    kinds = app.builder.supported_image_types
    name = next((name for name, kind in STILLS.items() if kind in kinds), None)
    for place in list(document.findall(FigurePlace)):
        image = nodes.image(uri="", alt=place["alt"], candidates={})
        path = _made(place, name, app.builder)
        if path is not None:
            image["uri"] = image["candidates"]["*"] = str(path)
            app.env.images.add_file(docname, str(path))
        place.replace_self(image)


def visit_place(translator: HTML5Translator, place: FigurePlace) -> None:
    """Writes the player of a figure."""
    builder = cast("Any", translator.builder)
    path = _made(place, "html", builder)
    if path is not None:
        copy = Path(builder.outdir, builder.imagedir, path.name)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_whole({copy: path.read_bytes()})
        address = f"{builder.imgpath}/{path.name}"
        translator.body.append(place["shown"].player(address, place["alt"]))
    raise nodes.SkipNode


def _plays(builder: Builder) -> bool:
    """Returns whether the output is pages for a browser, and not a book."""
    return builder.format == "html" and not cast("Any", builder).embedded


def _made(place: FigurePlace, name: str | None, builder: Builder) -> Path | None:
    """Returns the file of a figure in a format; None, with a warning, if it cannot be made."""
    if name is None:  # such as plain text
        return None
    shown: SiteFigure = place["shown"]
    try:
        return shown.file(name, Path(builder.doctreedir, "poolanim"))
    except FAULTS as error:
        _warn(error, place)
        return None


def _warn(error: PoolanimError | OSError | MemoryError, location: Any) -> None:
    log.warning("poolanim: %s", message_of(error), location=location, type="poolanim")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Registers the extension. Sphinx calls it."""
    app.add_node(FigurePlace, html=(visit_place, None))
    app.add_directive("poolanim", PoolanimDirective)
    app.connect("doctree-resolved", show_stills)
    return {
        "version": __version__,
        # Doctrees contain figures, which another version of poolanim may not be able to read.
        "env_version": crc32(__version__.encode()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
