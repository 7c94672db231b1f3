"""The command of a layer: its help in sections, its options, and the files that it makes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from poolanim.cli.command import Command
from poolanim.cli.console import check_open, complain, hand_over, report, say
from poolanim.errors import PoolanimError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from poolanim.layers.entry import LayerEntry

PATIENCE_S, BAR_STEPS = 2, 200
"""The seconds of work without a progress bar, and the steps in which the bar moves."""


class LayerCommand(Command):
    """The command of a layer. Its options are made only when they are needed.

    Args:
        name: the name of the layer.
        entry: the entry of the layer in the table of layers.
        callback: draws the figures of the layer.
    """

    def __init__(self, name: str, entry: LayerEntry, callback: Callable[..., None]) -> None:
        super().__init__(name, callback=callback, help=entry.summary)
        self._entry = entry
        self._sections: dict[str, list[click.Option]] = {}

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Returns all options."""
        from poolanim.cli.options import layer_options

        self._sections = self._sections or layer_options(self._entry)
        self.params = [option for section in self._sections.values() for option in section]
        return super().get_params(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options in sections, and examples after them."""
        helping = self.get_params(ctx)[len(self.params) :]
        sections: dict[str, Sequence[click.Parameter]] = {**self._sections, "Help": helping}
        for title, options in sections.items():
            lines = filter(None, (option.get_help_record(ctx) for option in options))
            with formatter.section(title):
                formatter.write_dl(list(lines))
        with formatter.section("Examples"):
            formatter.write_text("\b\n" + "\n".join(examples(self._entry)))


def examples(entry: LayerEntry) -> list[str]:
    """Returns three commands to start from.

    Example:
        >>> from poolanim.layers.table import LAYERS
        >>> for line in examples(LAYERS["avg"]):
        ...     print(line)
        poolanim avg --size 3 --stride 1
        poolanim avg --input grid.csv --theme dark -o avg.gif -o avg.mp4
        poolanim avg --direction both --for blog --embed html
    """
    from poolanim.parameters.table import PARAMETERS

    own = [each for each in PARAMETERS if isinstance(entry.defaults.get(each.name), tuple | float)]
    words = [word for each in own[:2] for word in each.spelled(entry.defaults[each.name])]
    name = f"poolanim {entry.name}"
    return [
        " ".join([name, *words]),
        f"{name} --input grid.csv --theme dark -o {entry.name}.gif -o {entry.name}.mp4",
        f"{name} --direction both --for blog --embed html",
    ]


def layer_command(name: str, entry: LayerEntry) -> click.Command:
    """Returns the command of one layer."""

    def callback(output: tuple[str, ...], *, opens: bool, quiet: bool, **fields: Any) -> None:
        from poolanim.cli.naming import naming_options, with_options
        from poolanim.formats.outputs import STDOUT
        from poolanim.publish.publishing import Embed, publish_figure

        source = click.get_current_context().get_parameter_source
        place, embed, base = (fields.pop(name) for name in ("place", "embed", "embed_base"))
        given = [name for name in fields if source(name) is not ParameterSource.DEFAULT]
        if embed is not None:
            check_open()
        elif base is not None:
            raise click.UsageError(
                "--embed-base is for a snippet; give --embed, such as --embed html"
            )
        with progress_bar(quiet) as progress, naming_options():
            published = publish_figure(
                {"layer": name, **fields},
                output,
                place=place,
                embed=None if embed is None else Embed(embed, base),
                given=given,
                progress=progress,
            )
        if not quiet:
            for written in published.files:
                say(report(written), err=embed is not None or STDOUT in output)
            for notice in filter(None, [published.reading, *published.warnings]):
                complain(with_options(notice))
        if embed is not None:
            hand_over(published.snippet, entities=published.has_entities)
        if opens:
            show(published.files[0].path)

    return LayerCommand(name, entry, callback)


def show(path: Path) -> None:
    """Opens a file with the program that the system has for its kind.

    Raises:
        PoolanimError: it has none.
    """
    if click.launch(str(path)):
        raise PoolanimError(f"no program opens {path}; it is made, so open it by hand")


@contextmanager
def progress_bar(quiet: bool = False) -> Iterator[Callable[[float], None] | None]:
    """Yields a function that shows a progress bar; None if nothing is to be shown.

    The function takes the share that is done, from 0 to 1. The bar appears once the work is likely
    to take more than `PATIENCE_S`.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    begun = monotonic()
    bar = click.progressbar(length=BAR_STEPS, label="painting", file=sys.stderr)
    shown = False

    def show(share: float) -> None:
        nonlocal shown
        if not shown:
            elapsed = monotonic() - begun
            shown = elapsed > PATIENCE_S / 10 and elapsed > PATIENCE_S * share
        steps = int(share * BAR_STEPS)
        if shown and steps > bar.pos:
            bar.update(steps - bar.pos)

    try:
        yield show
    finally:
        if shown:
            bar.render_finish()
