"""Builds the sites. Each function takes a new folder, and returns the site in it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

FIGURE = "max"
"""All figures are of this layer, with its default numbers."""
TEXT = "A paragraph before the figure. It is long enough to wrap on a phone, as texts in posts do."


class Site(NamedTuple):
    """A site that was built.

    Attributes:
        root: the folder that a server shows.
        pages: the addresses of its pages.
        fixed: further pages, whose figures cannot choose by the width of the screen.
    """

    root: Path
    pages: list[str]
    fixed: list[str] = []  # noqa: RUF012


class MissingError(Exception):
    """A program that builds a site is not on this machine."""


def run(command, folder, **environment):
    """What a command prints on standard output; an error if it fails or is not there."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise MissingError(f"{command[0]} is not installed") from None
    if done.returncode:
        raise RuntimeError(f"{shlex.join(map(str, command))}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def poolanim(line, folder):
    """What a command line of poolanim prints: a snippet, if it asks for one."""
    folder.mkdir(parents=True, exist_ok=True)
    return run([sys.executable, "-m", "poolanim", *shlex.split(line)], folder)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


SNIPPETS = {
    "player": f"{FIGURE} --for notebook --theme light,dark -o max.html",
    "player-with-stills": f"{FIGURE} --aspect wide,tall -o max.html -o max.gif -o max.png",
    "video": f"{FIGURE} --for blog --theme light,dark -o 'ä b.mp4' -o 'ä b.gif' -o 'ä b.png'",
    "gif": f"{FIGURE} --for blog -o max.gif -o max.png",
    "svg": f"{FIGURE} --for readme --theme auto -o max.svg",
}
"""The command line for each page of a site that takes the HTML snippet."""
OUR_PAGE = '<html lang="en" data-of="tests.sites">'
PAGE = (
    f"<!doctype html>\n{OUR_PAGE}\n"
    + """<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body {{ max-width: 46rem; margin: 1rem auto; padding: 0 1rem; font: 1rem/1.6 sans-serif }}
img {{ max-width: 100%; height: auto }}</style>
</head>
<body>
<h1>{title}</h1>
<p>{text}</p>
{content}
<p>{text}</p>
</body>
</html>
"""
)


def html(folder):
    """Pages of one's own."""
    for name, line in SNIPPETS.items():
        content = poolanim(f"{line} --embed html", folder / name)
        write(folder / name / "index.html", PAGE.format(title=name, text=TEXT, content=content))
    poolanim("max --aspect wide,tall --theme light,dark -o alone.html", folder)
    manifest = '[[figure]]\nname = "max"\nlayer = "max"\naspect = "wide,tall"\noutput = "{}"\n'
    write(folder / "batch.toml", f'page = "batch.html"\n{manifest.format("of-batch.html")}')
    poolanim("batch batch.toml --out . --quiet", folder)
    return Site(folder, [*(f"{name}/" for name in SNIPPETS), "alone.html", "batch.html"])


def hugo(folder):
    """Page bundles of Hugo; its players are in `static`, since bundles publish no .html."""
    content = PAGE.format(title="{{ .Title }}", text=TEXT, content="{{ .Content }}")
    content = content.replace("</style>", "figure { margin: 0 }</style>")  # as themes do
    for name in ("single", "list"):
        write(folder / "layouts" / "_default" / f"{name}.html", content)
    write(folder / "layouts" / "shortcodes" / "poolanim.html", "{{ .Inner | safeHTML }}\n")
    kinds = '["taxonomy", "term", "RSS", "sitemap"]'
    write(folder / "config.toml", f'baseURL = "/"\ntitle = "Sites"\ndisableKinds = {kinds}\n')
    pages = {**SNIPPETS, "shortcode": f"{FIGURE} --aspect tall -o max.gif"}
    for name, line in pages.items():
        bundle = folder / "content" / "posts" / name
        if "player" in name:
            line = line.replace("-o ", f"-o static/{name}/")
            snippet = poolanim(f"{line} --embed hugo", folder)
        else:
            snippet = poolanim(f"{line} --embed hugo", bundle)
        write(bundle / "index.md", f'---\ntitle: "{name}"\n---\n\n{TEXT}\n\n{snippet}\n{TEXT}\n')
    run(["hugo", "--panicOnWarning"], folder)
    return Site(folder / "public", [f"posts/{name}/" for name in pages])


CONF = """project = "Sites"
extensions = ["poolanim.sphinx", "myst_parser"]
html_theme = "furo"
exclude_patterns = ["_build"]
"""
DIRECTIVE = """
.. poolanim:: max

   The gradient goes to the largest number.
"""


def sphinx(folder):
    """Sphinx with furo: the directive, and snippets in reStructuredText and MyST."""
    write(folder / "conf.py", CONF)
    rst = poolanim(
        "max --aspect tall -o 'k=2,s=1 ä & (b) [c] 100%.gif' --embed rst", folder / "sub"
    )
    myst = poolanim("max --theme light,dark -o 'k=2,s=1 ä & 100%.gif' --embed myst", folder / "sub")
    write(folder / "sub" / "rst.rst", f"rst\n===\n\n{TEXT}\n\n{rst}\n{TEXT}\n")
    write(folder / "sub" / "myst.md", f"# myst\n\n{TEXT}\n\n{myst}\n{TEXT}\n")
    pages = ".. toctree::\n\n   sub/rst\n   sub/myst\n"
    write(folder / "index.rst", f"Sites\n=====\n\n{TEXT}\n{DIRECTIVE}\n{TEXT}\n\n{pages}")
    run([sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "_build"], folder)
    return Site(folder / "_build", ["index.html"], ["sub/rst.html", "sub/myst.html"])


MKDOCS = """site_name: Sites
theme: {name: material, font: false}
plugins: [poolanim]
markdown_extensions: [attr_list, md_in_html]
"""


def mkdocs(folder):
    """MkDocs Material: the plug-in, and a snippet in Markdown."""
    write(folder / "mkdocs.yml", MKDOCS)
    block = "```poolanim\nmax\n\nThe gradient goes to the *largest* number.\n```\n"
    write(folder / "docs" / "index.md", f"# Sites\n\n{TEXT}\n\n{block}\n{TEXT}\n")
    line = f"{SNIPPETS['gif']} --embed markdown --embed-base .."  # whose HTML MkDocs takes as it is
    snippet = poolanim(line, folder / "docs")
    write(folder / "docs" / "markdown.md", f"# markdown\n\n{TEXT}\n\n{snippet}\n{TEXT}\n")
    run([sys.executable, "-m", "mkdocs", "build", "-q", "-s"], folder, NO_MKDOCS_2_WARNING="1")
    return Site(folder / "site", ["index.html", "markdown/index.html"])


CELLS = ("from poolanim import Figure\nFigure(layer='max')", "Figure(layer='max', theme='dark')")


def notebook(folder):
    """A notebook that ran, as nbconvert shows it."""
    import nbconvert
    import nbformat

    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    book = nbformat.v4.new_notebook(cells=cells)
    nbconvert.preprocessors.ExecutePreprocessor(timeout=120).preprocess(book, {})
    exporter = nbconvert.HTMLExporter(require_js_url="", mathjax_url="")
    write(folder / "notebook.html", exporter.from_notebook_node(book)[0])
    return Site(folder, ["notebook.html"])


SLIDES = r"""\documentclass[aspectratio=169]{beamer}
\usepackage{pgffor}
\begin{document}
%s
\end{document}
"""
PAPER = r"""\documentclass[a4paper]{article}
\usepackage{graphicx}
\usepackage{animate}
\begin{document}
A paragraph.

%s
\end{document}
"""


def beamer(folder):
    """Documents of LaTeX; a page shows those of both as pictures."""
    films = {"slides": "--embed beamer", "paper": "--embed latex"}
    pictures = []
    for name, option in films.items():
        parts = [
            poolanim(f"max --beats 1 --aspect {aspect} -o {aspect}.pdf {option}", folder / name)
            for aspect in ("wide", "tall")
        ]
        parts.append(
            poolanim(f"avg --theme paper --still last -o last.pdf {option}", folder / name)
        )
        document = (SLIDES if name == "slides" else PAPER) % "\n".join(parts)
        write(folder / name / "main.tex", document)
        run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "main.tex"], folder / name)
        log = (folder / name / "main.log").read_text("utf-8", "replace")
        if full := re.findall("Overfull.*", log):
            raise RuntimeError(f"{name}: {full}")
        run(["pdftoppm", "-r", "60", "-png", "main.pdf", f"../{name}"], folder / name)
    pictures = sorted(path.name for path in folder.glob("*.png"))
    shown = "".join(f'<img src="{name}" alt="{name}" width="400">\n' for name in pictures)
    write(folder / "index.html", PAGE.format(title="LaTeX", text=TEXT, content=shown))
    return Site(folder, [], ["index.html"])


SITES = {each.__name__: each for each in (html, hugo, sphinx, mkdocs, notebook, beamer)}
"""The functions by name."""
