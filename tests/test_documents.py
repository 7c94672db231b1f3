"""What CONTRIBUTING, CITATION and the licence say is true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from poolanim import __version__

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_paths_in_contributing_exist():
    named = re.findall(r"(?:poolanim|templates|tests)/[\w./]*", CONTRIBUTING)
    paths = {path.replace("NAME", "avg") for path in named}
    assert len(paths) > 15
    assert not [path for path in sorted(paths) if not (ROOT / path).exists()]


def test_links_in_contributing_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)", CONTRIBUTING)
    assert {"README.md", "LICENSE"} <= set(links)
    assert all((ROOT / link).exists() for link in links)


def test_names_in_contributing_exist():
    weights = (ROOT / "poolanim/layers/weights.py").read_text("utf-8")
    assert "class Weights(" in weights
    assert "class Pool(" in (ROOT / "poolanim/layers/pool.py").read_text("utf-8")
    catalogue = (ROOT / "poolanim/formats/catalogue.py").read_text("utf-8")
    for group in ("poolanim.layers", "poolanim.formats"):
        assert f"`{group}`" in " ".join(CONTRIBUTING.split())
        assert group in catalogue + (ROOT / "poolanim/layers/table.py").read_text("utf-8")


def test_the_citation_has_the_data_of_the_project():
    yaml = pytest.importorskip("yaml")
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == __version__
    assert " ".join(citation["abstract"].split()) == f"{PROJECT['description']}."
    assert citation["authors"] == PROJECT["authors"] == [{"name": "the poolanim authors"}]
    assert citation["license"] in PROJECT["license"].split()


def test_the_licence_is_that_of_the_project():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("MIT License\n\nCopyright (c) 2026 the poolanim authors\n")
    assert all((ROOT / path).exists() for path in PROJECT["license-files"])
