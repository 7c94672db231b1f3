"""A plug-in of MkDocs: figures in pages, by fenced blocks.

Add `poolanim` to the `plugins` in `mkdocs.yml`. The first line of a block is a layer. Its options
follow, spelled as those of the layer's command without dashes before them. After an empty line
comes the caption, in Markdown:

````markdown
```poolanim
max
size: 2
input: 1 3; 2 4

The gradient goes to the *largest* number.
```
````

`alt` is the alternative text; by default it describes the figure. Paths of files are relative to
the page. Figures are kept in the folder `.cache/poolanim` beside `mkdocs.yml`.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File

from poolanim.batch.site import SiteFigure
from poolanim.errors import ParameterError, PoolanimError, message_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

FENCES = "pymdownx.superfences"
"""The extension of Markdown that finds the blocks, also within lists and notes."""
ADDRESS = "assets/poolanim"
"""The folder of the players in the site."""
OPTION = re.compile(r"([a-z][a-z_-]*):(?:\s+(.*))?")

log = get_plugin_logger("poolanim")


class Settings(Config):  # type: ignore[no-untyped-call]  # mkdocs has no type here
    """The settings of the plug-in: none."""


class PoolanimPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Shows figures in the pages of a site."""

    _config: MkDocsConfig
    _files: Files
    _page: Page
    _markdown: str

    def on_config(self, config: MkDocsConfig) -> None:
        """Registers the blocks with the extension that finds them."""
        self._config = config
        if FENCES not in config.markdown_extensions:
            config.markdown_extensions.append(FENCES)
        settings = config.mdx_configs.setdefault(FENCES, {})
        fence = {"name": "poolanim", "class": "poolanim", "format": self._fence}
        settings["custom_fences"] = [*settings.get("custom_fences", []), fence]

    def on_page_markdown(self, markdown: str, *, page: Page, files: Files, **_: Any) -> None:
        """Remembers the page whose blocks come next, and the files of the site."""
        self._markdown, self._page, self._files = markdown, page, files

    def _fence(self, source: str, *_: Any, **__: Any) -> str:
        """Returns the HTML of a block; nothing, with a warning, if it has a mistake."""
        try:
            return self._figure(source)
        except (PoolanimError, OSError, MemoryError) as error:
            where = f"{self._page.file.src_uri}:{_line(source, self._markdown)}"
            log.warning(f"{where}: {message_of(error)}")
            return ""

    def _figure(self, source: str) -> str:
        layer, options, caption = _parts(source)
        alt = options.pop("alt", "")
        shown = SiteFigure.read(layer, options, Path(self._page.file.abs_src_path or "").parent)
        player = shown.player(self._address(shown), alt or shown.alt)
        told = self._caption(caption)
        return f'<figure class="poolanim" style="width: 100%">{player}{told}</figure>'

    def _address(self, shown: SiteFigure) -> str:
        """Returns the address of a player relative to the page, and adds its file to the site."""
        here = Path(self._config.config_file_path or "").parent
        path = shown.file("html", here / ".cache" / "poolanim")
        address = f"{ADDRESS}/{path.name}"
        if self._files.get_file_from_path(address) is None:
            self._files.append(File.generated(self._config, address, abs_src_path=str(path)))
        return posixpath.relpath(address, posixpath.dirname(self._page.file.dest_uri))

    def _caption(self, text: str) -> str:
        if not text:
            return ""
        extensions, settings = self._config.markdown_extensions, self._config.mdx_configs
        reader = Markdown(extensions=extensions, extension_configs=settings)
        return f"<figcaption>{reader.convert(text)}</figcaption>"


def _parts(source: str) -> tuple[str, dict[str, str], str]:
    r"""Returns the layer, the options and the caption of a block.

    Example:
        >>> _parts("max\nsize: 2\nmath:\n\nA *caption*.")
        ('max', {'size': '2', 'math': ''}, 'A *caption*.')
    """
    head, _, caption = source.strip().partition("\n\n")
    layer, *lines = head.splitlines() or [""]
    options = {}
    for line in lines:
        found = OPTION.fullmatch(line.strip())
        if found is None:
            raise ParameterError(f"{line.strip()!r} is no option; write it as in 'size: 2'")
        options[found[1]] = (found[2] or "").strip()
    return layer.strip(), options, caption.strip()


def _line(source: str, markdown: str) -> int:
    r"""Returns the line of a page on which a block opens.

    Example:
        >>> _line("max\nsize: 2", "# Page\n\n    ```poolanim\n    max\n    size: 2\n    ```")
        3
    """
    wanted = [" ".join(line.split()) for line in source.splitlines()]
    lines = [" ".join(line.split()) for line in markdown.splitlines()]
    opened = (number for number, line in enumerate(lines, 1) if "poolanim" in line)
    return next(number for number in opened if lines[number : number + len(wanted)] == wanted)
