"""The pages of layers and options, made from the tables of poolanim itself."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from passes import DIRECTIONS, Pass, formulas

import poolanim
from poolanim import PoolanimError
from poolanim.cli.batches import COMMANDS
from poolanim.files.resources import names
from poolanim.files.whole import write_whole
from poolanim.formats.catalogue import all_formats
from poolanim.formats.outputs import OUTPUT_PARAMETERS
from poolanim.layers.table import LAYER_PARAMETERS, LAYERS
from poolanim.manifest.keys import ENTRY_KEYS, HEAD_KEYS
from poolanim.parameters.domains import FRAMEWORKS
from poolanim.parameters.sizes import as_text
from poolanim.parameters.table import PARAMETERS, SECTIONS
from poolanim.publish.presets import all_presets
from poolanim.publish.specimens import write_specimens

if TYPE_CHECKING:
    from poolanim.layers.entry import LayerEntry
    from poolanim.parameters.parameter import Parameter

CODES = {"numpy": "NumPy", "torch": "PyTorch", "keras": "Keras"}
FRAMEWORK_NAMES = {"article": "article", "torch": "PyTorch", "keras": "Keras", "jax": "JAX"}
FRAMEWORK_NAMES["onnx"] = "ONNX"
TYPE_WITH_COLON = re.compile(r"^(\s*\w+) \([^()]*:[^()]*\): ")
OPTION = re.compile(r"(?<![`\w-])--[a-z][a-z-]*")
SIGNS = {
    r"\in W_": "W<sub>i,j</sub> is the window of the output cell (i, j).",
    r"\frac{1}{n}": "n is the divisor.",
    r"[\,": "A condition in brackets is 1 where it holds, otherwise 0.",
}
"""What signs in formulas mean, by a part of a formula that has them."""


def write_pages(folder: Path) -> None:
    """Writes all pages, those that changed alone, so that the others stay current."""
    pages = {f"layers/{name}.md": layer_page(entry) for name, entry in LAYERS.items()}
    pages |= {"layers/index.md": layers_page(), "options.md": options_page(), "api.md": api_page()}
    files = {name: text.encode() for name, text in pages.items()}
    for layer in LAYERS:
        files |= {f"layers/{name}": picture for name, picture in formulas(layer).items()}
    with TemporaryDirectory() as scratch:
        write_specimens(Path(scratch, "themes.png"), names("themes"))
        files["themes.png"] = Path(scratch, "themes.png").read_bytes()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            write_whole({path: content})  # another build may read it


def as_napoleon_reads(_app, _what, _name, _object, _options, lines: list[str]) -> None:
    """Escapes bars in docstrings, and leaves out types with a colon, such as `T:BxL:R`."""
    whole = (TYPE_WITH_COLON.sub(r"\1: ", line) for line in lines)
    lines[:] = [line.replace("|", r"\|") for line in whole]


def layers_page() -> str:
    """Returns the page of all layers."""
    passes = {name: Pass(name, "forward") for name in LAYERS}
    rows = "".join(
        f"| [`{name}`]({name}.md) | {each.name} | {each.essence} |\n"
        for name, each in passes.items()
    )
    names = "\n".join(LAYERS)
    return f"""# Layers

Each layer is a command. Its page has a player, its formulas, its code in NumPy, PyTorch and Keras,
its class, and its options.

| command | layer | forward |
|---|---|---|
{rows}
```{{toctree}}
:hidden:

{names}
```
"""


def layer_page(entry: LayerEntry) -> str:
    """Returns the page of a layer."""
    forward, backward = (Pass(entry.name, direction) for direction in DIRECTIONS)
    own = (each for each in PARAMETERS if each.name in entry.defaults)
    options = "".join(_option(each, _default(each, entry)) for each in own)
    return f"""# {forward.name}

```{{poolanim}} {entry.name}
:direction: both
```

```sh
poolanim {entry.name} --direction both -o {entry.name}.html
```

## What it computes

**Forward.** {forward.essence}

{_math(forward, f"{entry.name}-forward")}
**Backward.** {backward.essence}

{_math(backward, f"{entry.name}-backward")}
{" ".join(told for part, told in SIGNS.items() if part in forward.formula + backward.formula)}

## In code

{_codes(entry)}
{_frameworks(entry)}
## In Python

```{{eval-rst}}
.. autoclass:: poolanim.{entry.class_name}
   :inherited-members:
```

## Options

These are the options that this layer has besides [those of all figures](../options.md).

{options}"""


def options_page() -> str:
    """Returns the page of all options."""
    parts = []
    for each in PARAMETERS:
        if each.name in SECTIONS:
            parts.append(f"## {SECTIONS[each.name]}\n\n")
        parts.append(_option(each, _usual(each), _having(each)))
    outputs = "".join(_option(each, "") for each in OUTPUT_PARAMETERS)
    places = "".join(
        f"| `{name}` | {each.about} | {', '.join(each.formats)} |\n"
        for name, each in all_presets().items()
    )
    formats = "".join(
        f"| `{each.listed}` | {each.holds or each.name.upper()} |\n"
        for each in all_formats().values()
    )
    keys = ", ".join(f"`{key}`" for key in ENTRY_KEYS)
    heads = ", ".join(f"`{key}`" for key in HEAD_KEYS)
    return f"""# Options

A figure has the same parameters on the command line, in a manifest and in Python. An option is
spelled `--step-ms` on the command line, `step-ms` in Sphinx and MkDocs, and `step_ms` in a manifest
and in Python.

{"".join(parts)}## Output

`-o FILE`, `--output FILE`
: A file. Its ending names the format. It may be repeated; the default is a GIF in `out/`.

{outputs}| ending | content |
|---|---|
{formats}
## Publish

`--for PLACE`
: The place of the figure. It sets formats, size and limits that are not given.

`--embed TARGET`
: Print the snippet that embeds the files in a page.

| place | what it is for | formats |
|---|---|---|
{places}
## Manifests

{_commands()}
## Keys of a manifest

A figure of a [manifest](manifests.md) has the keys {keys}. At the top of a manifest stand {heads}.
"""


def api_page() -> str:
    """Returns the page of all public names but the classes of layers, which have their own."""
    layers = {entry.class_name for entry in LAYERS.values()}
    names = [name for name in poolanim.__all__ if name not in layers]
    kinds = {True: "autoclass", False: "autofunction"}
    parts = [
        f".. {kinds[isinstance(getattr(poolanim, name), type)]}:: poolanim.{name}\n"
        for name in names
    ]
    links = ", ".join(f"[`{entry.class_name}`](layers/{name}.md)" for name, entry in LAYERS.items())
    return f"""# Python

The classes of layers are on the pages of their layers: {links}.

```{{eval-rst}}
{"".join(parts)}
```

## matplotlib and imageio

```{{eval-rst}}
.. automodule:: poolanim.matplotlib
   :members: draw, animation, pixels
```
"""


def _math(shown: Pass, name: str) -> str:
    """Returns the picture of a formula, from `formulas`."""
    return f"```{{image}} {name}.svg\n:alt: {shown.formula}\n:class: formula\n```\n"


def _commands() -> str:
    """Returns the descriptions of the commands for manifests, and of their options."""
    parts = []
    for command in COMMANDS:
        takes = [each.metavar for each in command.params if isinstance(each, click.Argument)]
        parts.append(f"`poolanim {' '.join([command.name, *takes])}`\n: {command.help}\n\n")
        for each in command.params:
            if isinstance(each, click.Option):
                flag = " ".join(filter(None, [each.opts[0], each.metavar]))
                default = f" Default: `{each.default}`." if isinstance(each.default, str) else ""
                parts.append(f"  `{flag}`\n  : {_told(each.help)}{default}\n\n")
    return "".join(parts)


def _codes(entry: LayerEntry) -> str:
    """Returns the code of a layer in each library that has it."""
    parts = []
    for code, library in CODES.items():
        try:
            blocks = [Pass(entry.name, direction, code).code for direction in DIRECTIONS]
        except PoolanimError:  # which says that the library has no such layer
            continue
        parts += [f"{library}, forward and backward, with the indices of the first scan:\n"]
        parts += [f"```python\n{block}\n```\n" for block in blocks]
    return "\n".join(parts)


def _frameworks(entry: LayerEntry) -> str:
    """Returns the defaults of a layer that differ between frameworks; empty if none does."""
    usual = {name: entry.usual(name) for name in FRAMEWORKS}
    known = [name for name in usual["article"] if name in entry.parameters]
    differing = [name for name in known if len({each[name] for each in usual.values()}) > 1]
    if not differing:
        return ""
    heads = " | ".join(FRAMEWORK_NAMES[name] for name in usual)
    rows = "".join(
        f"| `{name}` | {' | '.join(as_text(each[name]) for each in usual.values())} |\n"
        for name in differing
    )
    return f"""## Where frameworks differ

`--like` sets these defaults.

| | {heads} |
|---|{"---|" * len(usual)}
{rows}
"""


def _option(parameter: Parameter, default: str, layers: str = "") -> str:
    """Returns the description of an option."""
    flags = ", ".join(
        f"`{flag}{f' {parameter.metavar}' if parameter.metavar else ''}`"
        for flag in parameter.flags
    )
    told = _told(parameter.description)
    more = " ".join(filter(None, [told, f"Default: {default}." if default else "", layers]))
    return f"{flags}\n: {more}\n\n"


def _told(description: str) -> str:
    """Returns a description of the help as Markdown."""
    text = description.replace("  [default: ", " Default: ").replace("]", ".")
    return OPTION.sub(r"`\g<0>`", text)


def _usual(parameter: Parameter) -> str:
    """Returns the default of all layers."""
    shown = parameter.default not in (None, False)
    return f"`{parameter.domain.spell(parameter.default)}`" if shown else ""


def _default(parameter: Parameter, entry: LayerEntry) -> str:
    """Returns the default of a layer."""
    default = entry.defaults[parameter.name]
    if default is None:
        default = FRAMEWORKS["article"].get(parameter.name)
    return "" if default in (None, False) else f"`{as_text(default)}`"


def _having(parameter: Parameter) -> str:
    """Returns the layers that have a parameter; empty if all have it."""
    having = [name for name, entry in LAYERS.items() if parameter.name in entry.defaults]
    if parameter.name not in LAYER_PARAMETERS or parameter.name == "seed":
        return ""
    return f"Layers: {', '.join(f'[`{name}`](layers/{name}.md)' for name in having)}."
