"""Figures on the pages of a site: read from texts, and made once for all builds of the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from poolanim.batch.fingerprints import DIGITS, Fingerprints, files_read, made_with
from poolanim.errors import ParameterError, suggestion
from poolanim.fonts.setting import text_width
from poolanim.formats.catalogue import all_formats
from poolanim.formats.looks import LOOKS, turns_of
from poolanim.formats.outputs import Output
from poolanim.manifest.entries import entry
from poolanim.manifest.keys import canonical
from poolanim.manifest.variants import Variant
from poolanim.parameters.table import PARAMETERS
from poolanim.pipeline import animate, run
from poolanim.publish.framing import framed
from poolanim.scene.composing import compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.manifest.entries import Entry
    from poolanim.parameters.parameter import Parameter
    from poolanim.parameters.sizes import Pair


def _options() -> Iterator[tuple[str, tuple[Parameter[Any, Any], bool]]]:
    for parameter in PARAMETERS:
        for flag in parameter.flags:
            on, _, off = flag.partition("/")
            yield on.lstrip("-"), (parameter, True)
            if off:
                yield off.lstrip("-"), (parameter, False)


OPTIONS = dict(_options())
"""The options of a figure as the command line names them, without dashes before them. Each has its
parameter, and the value of a flag."""


@dataclass(frozen=True)
class SiteFigure:
    """A figure on a page of a site.

    Attributes:
        entry: its spec in all its looks, as a figure of a manifest.
        figure: its spec as desktops show it by day.
        alt: its alternative text.
        size_px: the width and the height of its picture.
    """

    entry: Entry
    figure: Figure
    alt: str
    size_px: Pair

    @classmethod
    def read(cls, layer: str, options: Mapping[str, str], folder: Path) -> SiteFigure:
        """Returns the figure that some options describe.

        Args:
            layer: the name of the layer.
            options: texts by the names of options, as the command line spells both; a flag has an
                empty text.
            folder: of the page; paths of files are relative to it.

        Raises:
            PoolanimError: an option is wrong, or the figure cannot be drawn.

        Example:
            >>> from pathlib import Path
            >>> figure = SiteFigure.read("max", {"size": "2", "input": "1 3; 2 4"}, Path())
            >>> figure.entry.figure.kernel_size, figure.size_px
            ((2, 2), (800, 450))
        """
        fields = {"layer": layer, "output": "figure.html"}
        for name, text in options.items():
            fields |= canonical({_field(name): _value(name, text)})
        if not fields.keys() & {"aspect", "width"}:
            fields["aspect"] = "wide,tall"  # of which the player chooses by its width
        made = entry(Variant("figure", fields, {}), folder)
        figure = made.figures[turns_of(made.figures)[""]]
        scene = compose(figure, run(figure), text_width)
        return cls(made, figure, " ".join(scene.summary.split()), scene.size_px)

    @property
    def sources(self) -> list[Path]:
        """The files that it reads."""
        return files_read(self.entry)

    def file(self, format_name: str, folder: Path) -> Path:
        """Returns a file of the figure, which is made if the folder does not have it yet.

        The name of the file changes when anything changes that its content depends on.

        Args:
            format_name: the name of its format. A player has all looks of the figure, a PDF the
                poster alone.
            folder: the folder of all such files.

        Raises:
            PoolanimError: the file cannot be made.
        """
        ending = all_formats()[format_name].ending
        output = Output(f"figure{ending}", still="poster" if format_name == "pdf" else None)
        made = replace(self.entry, outputs=(output,))
        key = sha256(f"{Fingerprints().key(made)} {made_with(made)}".encode()).hexdigest()
        path = folder / f"{self.figure.layer}-{key[:DIGITS]}{ending}"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            looks = {
                name: list(dict.fromkeys(getattr(each, name) for each in self.entry.figures))
                for name in LOOKS
            }
            shown = looks if format_name == "html" else {}
            animate(self.figure, replace(output, path=path), looks=shown, processes=1)
        return path

    def player(self, address: str, title: str) -> str:
        """Returns the HTML that shows the player.

        Args:
            address: of its file, relative to the page.
            title: describes the figure to those who cannot see it.
        """
        return framed("src", address, title, self.size_px)


def _parameter(name: str) -> tuple[Parameter[Any, Any], bool]:
    if name not in OPTIONS:
        raise ParameterError(f"{name!r} is no option; {suggestion(name, OPTIONS)}", field=name)
    return OPTIONS[name]


def _field(name: str) -> str:
    return _parameter(name)[0].name


def _value(name: str, text: str) -> Any:
    """Returns the value that the text of an option stands for."""
    parameter, switch = _parameter(name)
    if parameter.metavar is None:
        if text:
            raise ParameterError.about(name, text, "it takes no value; leave the value out")
        return switch
    return parameter.domain.read(text)
