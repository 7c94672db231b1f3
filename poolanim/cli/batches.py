"""The commands for many figures. Loads only click until a command runs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from poolanim.cli.command import Command
from poolanim.cli.console import hand_over, say
from poolanim.errors import OutputError, ParameterError, suggestion

if TYPE_CHECKING:
    from poolanim.batch.run import Order
    from poolanim.errors import PoolanimError

SHARD = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


def manifest_path(given: Path) -> Path:
    """Returns the path of a manifest: of the file that is named, or of one that poolanim brings.

    Raises:
        ParameterError: there is neither.
    """
    if given.suffix or given.exists():
        return given
    from poolanim.files.resources import names, templates

    brought = names("figures")
    if str(given) not in brought:
        raise ParameterError(
            f"there is no manifest {given}; give the path of a .toml file, or the name of one that "
            f"poolanim brings; {suggestion(str(given), brought)}"
        )
    return templates() / "figures" / f"{given}.toml"


MANIFEST = click.argument(
    "manifest",
    metavar="FILE.toml|NAME",
    type=click.Path(path_type=Path),
    callback=lambda _context, _argument, given: manifest_path(given),
)
OUT = click.option(
    "--out",
    metavar="DIR",
    default=None,
    type=click.Path(path_type=Path),
    help="The folder of results.  [default: that of the manifest; otherwise out]",
)
ALLOW_OUTSIDE = click.option(
    "--allow-outside", is_flag=True, help="Allow outputs outside DIR: absolute paths, .., links."
)


@click.command(cls=Command)
@MANIFEST
@OUT
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Number of processes.  [default: all cores]"
)
@click.option(
    "--only", metavar="NAME", multiple=True, help="Make only this figure, or these: vgg-*."
)
@click.option(
    "--shard", metavar="I/N", default="1/1", help="Make every Nth figure, beginning with the Ith."
)
@click.option("--force", is_flag=True, help="Make current figures too.")
@click.option(
    "--prune",
    is_flag=True,
    help="Delete files of figures that are no longer in the manifest; with --dry-run, list them.",
)
@click.option("--dry-run", is_flag=True, help="List the figures to make, and make none.")
@click.option(
    "--check",
    "checks",
    is_flag=True,
    help="List the figures to make and files that are left over; exit with 3 if there are any.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Figures that were made with other versions of libraries are not current.",
)
@click.option(
    "--render",
    is_flag=True,
    help="With --check: make all anew, and compare pictures in place of the lock file.",
)
@click.option("--watch", is_flag=True, help="Continue, and run again when a file is saved.")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Make the figures with the workers of a Dask cluster."
)
@click.option("--git-add", is_flag=True, help="Add what is made to Git's index.")
@ALLOW_OUTSIDE
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.option("--quiet", is_flag=True, help="Print only errors.")
def batch(
    manifest: Path,
    *,
    dry_run: bool,
    checks: bool,
    render: bool,
    watch: bool,
    allow_outside: bool,
    **options: Any,
) -> None:
    """Make the figures of a manifest that are not current."""
    from poolanim.batch.run import run_batch
    from poolanim.cli.adding import into_index
    from poolanim.cli.progress import reporter
    from poolanim.cli.stale import list_stale
    from poolanim.manifest.folder import folder_of_results
    from poolanim.manifest.reading import read_manifest

    as_json, quiet, git_add = map(options.pop, ("as_json", "quiet", "git_add"))
    again = _command(manifest, **options, allow_outside=allow_outside)
    given = options.pop("out")
    out = folder_of_results(manifest, given, allow_outside=allow_outside)
    order = _order(out=out, **options)
    if render and not checks:
        raise ParameterError("--render is given without --check; add it")
    if git_add and (watch or dry_run or checks):
        raise ParameterError("--git-add is for a run that makes figures; leave it out")
    if watch:
        from poolanim.batch.watching import run_and_watch

        def failed(error: PoolanimError) -> None:
            say("\n".join(error.lines()), err=True)

        run_and_watch(manifest, order, allow_outside, lambda: reporter(as_json, quiet), failed)
        return
    figures = read_manifest(manifest, order.out, allow_outside=allow_outside)
    if dry_run or checks:
        list_stale(figures, order, again, checks=checks, render=render, as_json=as_json)
    else:
        with into_index(reporter(as_json, quiet), order, wanted=git_add) as told:
            run_batch(figures, order, told)


def _order(
    only: tuple[str, ...], shard: str, *, force: bool, strict: bool, **options: Any
) -> Order:
    from poolanim.batch.plan import Selection
    from poolanim.batch.run import Order

    return Order(selection=Selection(only, _shard(shard), force, strict), **options)


def _command(manifest: Path, **given: Any) -> str:
    """Returns the command that makes what a check finds, with the options that select it."""
    import shlex

    words = ["poolanim", "batch", str(manifest)]
    if given["out"] is not None:
        words += ["--out", str(given["out"])]
    words += [word for name in given["only"] for word in ("--only", name)]
    if given["shard"] != "1/1":
        words += ["--shard", given["shard"]]
    flags = [name for name in ("force", "strict", "allow_outside") if given[name]]
    return shlex.join([*words, *(f"--{name.replace('_', '-')}" for name in flags)])


def _shard(text: str) -> tuple[int, int]:
    given = SHARD.fullmatch(text)
    if not given or int(given[1]) > int(given[2]):
        raise ParameterError(f"--shard is {text!r}; give I/N with I from 1 to N, such as 1/4")
    return int(given[1]), int(given[2])


@click.command(cls=Command)
@MANIFEST
@OUT
@ALLOW_OUTSIDE
def check(manifest: Path, *, out: Path | None, allow_outside: bool) -> None:
    """List the figures of a manifest, or all its mistakes."""
    from poolanim.manifest.folder import folder_of_results
    from poolanim.manifest.reading import read_manifest

    out = folder_of_results(manifest, out, allow_outside=allow_outside)
    for entry in read_manifest(manifest, out, allow_outside=allow_outside).entries():
        paths = ", ".join(str(out / path) for path in entry.paths)
        say(f"{entry.name}  {entry.figure.layer} {entry.figure.direction}  {paths}")


@click.command(cls=Command)
@click.argument("path", metavar="FILE.toml", type=click.Path(path_type=Path))
def new(path: Path) -> None:
    """Write a manifest to start from."""
    from poolanim.files.resources import templates
    from poolanim.files.whole import whole_files

    starter = (templates() / "starter" / "figures.toml").read_text("utf-8")
    if not path.parent.is_dir() or os.path.lexists(path):
        cause = "file exists" if path.parent.is_dir() else "no such file or directory"
        raise OutputError(f"cannot write {path}: {cause}; name another file")
    with whole_files([path], links=False) as [temporary]:
        temporary.write_text(starter, "utf-8")
    say(f"{path}  now: poolanim batch {path}")


@click.command(cls=Command)
def schema() -> None:
    """Print a JSON Schema of manifests, for editors."""
    from poolanim.manifest.schema import schema_text

    hand_over(schema_text())


COMMANDS = (batch, new, check, schema)
