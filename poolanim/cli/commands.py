"""The commands. This module loads click alone; each command loads the rest when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from poolanim.cli.batches import COMMANDS
from poolanim.cli.command import Command
from poolanim.cli.console import complain, is_terminal, reader_left, report, say
from poolanim.cli.layer import layer_command
from poolanim.errors import PoolanimError, message_of
from poolanim.files.version import __version__
from poolanim.layers.table import LAYERS


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
            from poolanim.cli.guidance import unknown_command

            raise click.UsageError(unknown_command(args[0], self.commands), ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments before the command.

        Raises:
            click.UsageError: there is an option that belongs to a command.
        """
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            first = next(iter(self.commands))
            advice = f"name the layer first, such as poolanim {first} {error.option_name}"
            raise click.UsageError(f"no option {error.option_name} here; {advice}", ctx) from None

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
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def poolanim(context: click.Context) -> None:
    """Shows the help if no command is given."""
    if context.invoked_subcommand is None:
        say(context.get_help())


for _name, _entry in LAYERS.items():
    poolanim.add_command(layer_command(_name, _entry))


for _command in COMMANDS:
    poolanim.add_command(_command)


SWATCHES = ("paper", "sign.8", "plus", "minus", "tracked", "winner", "ink")
"""The roles whose colours a terminal shows beside the name of a theme."""


@poolanim.command(cls=Command)
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
