"""The options of a layer's command, made from the tables of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from poolanim.formats.catalogue import endings
from poolanim.formats.outputs import OUTPUT_PARAMETERS
from poolanim.layers.table import LAYER_PARAMETERS
from poolanim.parameters.table import PARAMETERS, SECTIONS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from poolanim.layers.entry import LayerEntry
    from poolanim.parameters.parameter import Parameter

OUTPUT_HELP = f"A {endings(described=True)}; may be repeated.  [default: a GIF in out/]"
PLACE_HELP = (
    "The place of the figure: readme, blog, slides, paper, social or notebook. It sets formats, "
    "size and limits, unless you give them."
)
EMBED_HELP = (
    "Print a snippet that embeds the files: html, markdown, rst, myst, latex, beamer, quarto, "
    "hugo, mdx, or a template of your own."
)
BASE_HELP = (
    "Where the page finds the files, such as /img, https://example.org/figures, or . for its own "
    "folder.  [default: the paths of the files]"
)


def layer_options(entry: LayerEntry) -> dict[str, list[click.Option]]:
    """Returns the options of a layer by section of its help.

    There is one for each parameter of a figure, for its outputs, and for their options. Parameters
    that the layer does not have are hidden; a figure refuses them.
    """
    sections: dict[str, list[click.Option]] = {}
    section: list[click.Option] = []
    for each in PARAMETERS:
        if each.name in SECTIONS:
            section = sections[SECTIONS[each.name]] = []
        section.append(_option(each, entry))
    sections["Output"] = [
        click.Option(["-o", "--output"], metavar="FILE", multiple=True, help=OUTPUT_HELP),
        *(_option(each, entry) for each in OUTPUT_PARAMETERS),
        click.Option(
            ["--open", "opens"], is_flag=True, help="Show the first file once it is made."
        ),
        click.Option(["--quiet"], is_flag=True, help="Print only errors."),
    ]
    sections["Publish"] = [
        click.Option(["--for", "place"], metavar="PLACE", help=PLACE_HELP),
        click.Option(["--embed"], metavar="TARGET|FILE", help=EMBED_HELP),
        click.Option(["--embed-base"], metavar="URL|DIR", help=BASE_HELP),
    ]
    return sections


def _option(parameter: Parameter[Any, Any], entry: LayerEntry) -> click.Option:
    is_flag, bare = parameter.metavar is None, parameter.domain.bare
    return click.Option(
        [*parameter.flags, parameter.name],
        type=None if is_flag else parameter.domain.read,
        is_flag=is_flag,
        metavar=parameter.metavar,
        default=parameter.default,
        help=help_of(parameter, entry),
        show_default=not is_flag and bare is None,
        hidden=parameter.name in set(LAYER_PARAMETERS) - {"seed", *entry.defaults},
        shell_complete=complete,
        **({} if bare is None else {"flag_value": bare}),
    )


def complete(_context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    """Returns what a shell offers for a value: the words of its placeholder, or names of files."""
    from click.shell_completion import CompletionItem

    words = [word for word in (option.metavar or "").split("|") if word == word.lower()]
    if option.name == "theme":
        from poolanim.files.resources import names

        words = list(names("themes"))
    offered = [CompletionItem(word) for word in words if word.startswith(begun)]
    return offered or [CompletionItem(begun, type="file")]


def help_of(parameter: Parameter[Any, Any], entry: LayerEntry) -> str:
    """Returns the help of an option, with the layer's own default."""
    name = parameter.name
    default = entry.defaults.get(name)
    if default is None and name in entry.defaults:
        default = entry.usual("article").get(name)
    if default is None or default is False or parameter.default is not None:
        return parameter.description
    text = "yes" if default is True else parameter.domain.spell(default)
    return f"{parameter.description}  [default: {text}]"
