"""The settings of the documentation: `python -m sphinx -W docs docs/_build`."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import product  # noqa: E402  # beside this file

from poolanim import __version__  # noqa: E402

project = "poolanim"
author = "the poolanim authors"
version = release = __version__
extensions = [
    "myst_parser",
    "poolanim.sphinx",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
html_theme = "furo"
html_title = "poolanim"
html_static_path = ["_static"]
html_css_files = ["formulas.css"]
html_show_copyright = False
exclude_patterns = ["_build"]
default_role = "code"
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_default_options = {"members": True}
napoleon_use_rtype = False


def setup(app):
    """Writes the pages that are made from the product's own tables."""
    app.connect("builder-inited", lambda app: product.write_pages(Path(app.srcdir)))
    app.connect("autodoc-process-docstring", product.as_napoleon_reads, priority=400)
