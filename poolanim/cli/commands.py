"""The commands. This module loads click alone; each command loads the rest when it runs."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from poolanim.cli.batches import COMMANDS
from poolanim.cli.console import check_open, hand_over, is_terminal, reader_left, say
from poolanim.errors import PoolanimError, counted, message_of, one_line, suggestion
from poolanim.files.version import __version__
from poolanim.layers.table import LAYERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolanim.formats.writing import Written
    from poolanim.layers.entry import LayerEntry


class Commands(click.Group):
    """Commands in the order in which they were added. An unknown one gets a suggestion."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Returns the names of all commands."""
        return list(self.commands)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Adds a command. The list of commands shows its whole sentence."""
        cmd.short_help = cmd.short_help or cmd.help
        super().add_command(cmd, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command that the arguments name."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            hint = suggestion(args[0], self.commands)
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command. Prints nothing if the reader of standard output has closed it.

        click would treat every broken pipe like that, even a pipe to a process that paints.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            if reader_left():
                raise
            raise PoolanimError(f"{message_of(error)}; run it again") from None


HELP = """Animate the forward and backward pass of a convolution or pooling layer.

\b
poolanim conv --kernel "1 0 -1; 2 0 -2; 1 0 -1" --stride 2
poolanim avg --size 3 --stride 1
poolanim max --input "1 3 2; 4 9 5; 7 8 6" --size 2 -o max.gif -o max.mp4
"""


@click.group(
    cls=Commands,
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def poolanim(context: click.Context) -> None:
    """Shows the help if no command is given."""
    if context.invoked_subcommand is None:
        say(context.get_help())


PATIENCE_S, BAR_STEPS = 2, 200
"""The seconds of work without a progress bar, and the steps in which the bar moves."""


class LayerCommand(click.Command):
    """The command of a layer. Its options are made only when they are needed.

    Args:
        name: the name of the layer.
        entry: the entry of the layer in the table of layers.
        callback: draws the figures of the layer.
    """

    def __init__(self, name: str, entry: LayerEntry, callback: Callable[..., None]) -> None:
        super().__init__(name, callback=callback, help=entry.summary)
        self._entry = entry

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Returns all options."""
        from poolanim.cli.options import layer_options

        self.params = self.params or layer_options(self._entry)
        return super().get_params(ctx)


def layer_command(name: str, entry: LayerEntry) -> click.Command:
    """Returns the command of one layer."""

    def callback(
        output: tuple[str, ...], place: str | None, embed: str | None, **fields: Any
    ) -> None:
        from poolanim.formats.outputs import STDOUT
        from poolanim.publish.publishing import publish_figure

        source = click.get_current_context().get_parameter_source
        given = [name for name in fields if source(name) is not ParameterSource.DEFAULT]
        if embed is not None:
            check_open()
        with progress_bar() as progress:
            published = publish_figure(
                {"layer": name, **fields},
                output,
                place=place,
                embed=embed,
                given=given,
                progress=progress,
            )
        for written in published.files:
            say(report(written), err=embed is not None or STDOUT in output)
        for notice in filter(None, [published.reading, *published.warnings]):
            complain(notice)
        if embed is not None:
            hand_over(published.snippet, entities=published.has_entities)

    return LayerCommand(name, entry, callback)


for _name, _entry in LAYERS.items():
    poolanim.add_command(layer_command(_name, _entry))


for _command in COMMANDS:
    poolanim.add_command(_command)


SWATCHES = ("paper", "sign.8", "plus", "minus", "tracked", "winner", "ink")
"""The roles whose colours a terminal shows beside the name of a theme."""


@poolanim.command()
@click.argument("files", metavar="[FILE.toml]...", nargs=-1)
@click.option(
    "-o", "--output", metavar="FILE.png", default="out/themes.png", show_default=True, help="A PNG."
)
def themes(files: tuple[str, ...], output: str) -> None:
    """List all themes, and draw them side by side, with those of your own files."""
    from poolanim.files.resources import names
    from poolanim.formats.writing import Written
    from poolanim.publish.specimens import write_specimens
    from poolanim.theme import load_theme

    chosen = [load_theme(name) for name in (*names("themes"), *files)]
    path = Path(output)
    write_specimens(path, [theme.name for theme in chosen])
    width = max(len(theme.name) for theme in chosen)
    for theme in chosen:
        colours = "".join(click.style("  ", bg=theme.colours[role]) for role in SWATCHES)
        swatches = f"  {colours}" if is_terminal() else ""
        say(f"{theme.name:{width}}{swatches}  {theme.about}".rstrip())
    for hint in filter(None, (theme.hint for theme in chosen)):
        complain(hint)
    say(report(Written(path, 1, 0.0, path.stat().st_size)))


def report(written: Written) -> str:
    """Returns a line about a file: its path, its frames or pages, its duration, its size.

    Example:
        >>> from poolanim.formats.writing import Written
        >>> report(Written(Path("out/avg.gif"), 19, 9.8, 145_526))
        'out/avg.gif  19 frames  9.8 s  145.5 KB'
        >>> report(Written(Path("out/avg.json"), 0, 0.0, 5_210))
        'out/avg.json  5.2 KB'
    """
    pictures = "page" if written.path.suffix.lower() == ".pdf" else "frame"
    parts = [
        str(written.path),
        counted(written.frames, pictures) if written.frames else "",
        f"{written.seconds:.1f} s" if written.seconds else "",
        f"{written.size / 1000:.1f} KB",
    ]
    return "  ".join(filter(None, parts))


@contextmanager
def progress_bar() -> Iterator[Callable[[float], None] | None]:
    """Yields a function that shows a progress bar; None if standard error is no terminal.

    The function takes the share that is done, from 0 to 1. The bar appears once the work is likely
    to take more than `PATIENCE_S`.
    """
    if sys.stderr is None or not sys.stderr.isatty():
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


def complain(message: str) -> None:
    """Prints a message on standard error, in one line."""
    say(one_line(f"poolanim: {message}"), err=True)
