"""The command line. It loads click alone; a command loads what else it needs when it runs."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from poolanim import __version__
from poolanim.errors import PoolanimError, suggestion
from poolanim.registry import LAYERS

if TYPE_CHECKING:
    from types import FrameType

    from poolanim.pipeline import Written

INTERRUPTED = 130
STOPPING = ("SIGTERM", "SIGHUP")  # the second is not everywhere


class Commands(click.Group):
    """Commands in the order in which they were added; an unknown one brings the nearest to mind."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            hint = suggestion(args[0], self.commands)
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


HELP = """Animate the forward and backward pass of a pooling layer.

\b
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
    """Show the help if no command is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def whole_number(given: int | str) -> int | str:
    """A whole number; any other text as it is, for the figure to refuse it with its limits."""
    return int(given) if re.fullmatch("[-+]?[0-9]{1,19}", str(given)) else given


def figure_options(command: click.Command) -> click.Command:
    """Give a command the options of a figure, one for each of its fields."""
    command.params += [
        click.Option(
            ["--size", "--kernel-size", "kernel_size"],
            metavar="K|HxW",
            default="3",
            show_default=True,
            help="The window.",
        ),
        click.Option(
            ["--stride"],
            metavar="S|HxW",
            default="1",
            show_default=True,
            help="Cells from one window to the next.",
        ),
        click.Option(
            ["--padding"],
            metavar="P|HxW",
            default="0",
            show_default=True,
            help="Cells added on each side, at most half of the window.",
        ),
        click.Option(
            ["--direction"],
            metavar="forward|backward|both",
            default="backward",
            show_default=True,
            help="The pass to show; both is one film, forward then backward.",
        ),
        click.Option(
            ["--input"],
            metavar="SOURCE",
            help='The grid: "1 2 3; 4 5 6", a .csv, .tsv, .txt, .npy or .json file, - for '
            "standard input, random or ones.  [default: random]",
        ),
        click.Option(
            ["--grad"],
            metavar="SOURCE",
            help="The gradient dA of the output, likewise.  [default: random]",
        ),
        click.Option(
            ["--shape"],
            metavar="HxW",
            help="Rows and columns of a random input.  [default: 5x5]",
        ),
        click.Option(
            ["--seed"],
            metavar="N",
            type=whole_number,
            default=0,
            show_default=True,
            help="Another seed, other random numbers.",
        ),
        click.Option(
            ["--focus"],
            metavar="R,C",
            help="The tracked (yellow) cell.  [default: the one that most windows cover]",
        ),
        click.Option(
            ["--step-ms"],
            metavar="MS",
            type=whole_number,
            default=800,
            show_default=True,
            help="Time of a scan.",
        ),
        click.Option(
            ["--hold-ms"],
            metavar="MS",
            type=whole_number,
            default=1500,
            show_default=True,
            help="Time of the first and the last frame of a pass.",
        ),
        click.Option(
            ["--precision"],
            metavar="N",
            type=whole_number,
            help="Decimals of all numbers, as far as they fit.  [default: up to 3 if they are all "
            "there are, or else 2]",
        ),
        click.Option(["--title"], metavar="TEXT", help="In place of the layer's name."),
        click.Option(
            ["--theme"],
            metavar="NAME",
            default="light",
            show_default=True,
            help="The look: light or dark.",
        ),
        click.Option(
            ["--scale"],
            metavar="1|2",
            type=whole_number,
            default=1,
            show_default=True,
            help="1 is 800x450 pixels, 2 is 1600x900.",
        ),
        click.Option(
            ["-o", "--output"],
            metavar="FILE",
            multiple=True,
            help="A .gif, .mp4, .png (the last frame) or .json (the numbers); may be repeated. "
            " [default: a GIF in out/]",
        ),
    ]
    return command


def _animate(layer: str, output: tuple[str, ...], **fields: Any) -> None:
    from poolanim.figure import Figure
    from poolanim.pipeline import animate

    for written in animate(Figure(layer=layer, **fields), *output):
        click.echo(report(written))


def _layer_command(name: str, summary: str) -> click.Command:
    def callback(**options: Any) -> None:
        _animate(name, **options)

    return figure_options(click.Command(name, callback=callback, help=summary))


for _name, _entry in LAYERS.items():
    poolanim.add_command(_layer_command(_name, _entry.summary))


@poolanim.command()
@click.argument("manifest", metavar="FILE.toml")
def batch(manifest: str) -> None:
    """Make all figures of a manifest, into out/."""
    from poolanim.batch import run_batch
    from poolanim.manifest import read_manifest

    run_batch(
        read_manifest(Path(manifest)),
        done=lambda written: click.echo(report(written)),
        failed=lambda name, error: complain(f"figure {name}: {error}"),
    )


def report(written: Written) -> str:
    """One line about a file: path, frames, seconds, size.

    A still picture and a trace play for no time, and a trace has no frames.

    Example:
        >>> from poolanim.pipeline import Written
        >>> report(Written(Path("out/avg.gif"), 19, 9.8, 145_526))
        'out/avg.gif  19 frames  9.8 s  145.5 KB'
    """
    frames = f"{written.frames} frame{'s' * (written.frames != 1)}"
    seconds, size = f"{written.seconds:.1f} s", f"{written.size / 1000:.1f} KB"
    return "  ".join([str(written.path), frames, seconds, size])


def complain(message: str) -> None:
    """Tell on standard error, in one line."""
    click.echo(f"poolanim: {' '.join(message.split())}", err=True)


def _stop(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    raise SystemExit(128 + number)


def main() -> NoReturn:
    """Run the command line. The one place where errors become a line and an exit code."""
    for name in STOPPING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        poolanim.main(prog_name="poolanim", standalone_mode=False)
    except PoolanimError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except click.ClickException as error:
        complain(error.format_message())
        sys.exit(error.exit_code)
    except click.Abort:
        complain("interrupted")
        sys.exit(INTERRUPTED)
    except OSError as error:  # standard output that takes nothing
        complain(f"standard output: {(error.strerror or str(error)).lower()}")
        sys.exit(1)
    sys.exit(0)
