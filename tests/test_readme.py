from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from poolanim.cli.batches import manifest_path
from poolanim.manifest.reading import read_manifest
from poolanim.pipeline import OUT
from tests import command

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "templates" / "figures" / "gallery.toml"
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line
    for language, block in BLOCKS
    if language == "sh"
    for line in block.splitlines()
    if line.startswith("poolanim")
]


@pytest.fixture
def checkout(tmp_path):
    """A folder with what the README's commands read."""
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    return tmp_path


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_do_what_they_say(line, checkout):
    arguments = command.in_steps(shlex.split(line)[1:])
    result = command.run(*arguments, cwd=checkout)
    assert result.returncode == 0, result.stderr
    if arguments[0] == "batch":
        entries = read_manifest(checkout / manifest_path(Path(arguments[1])), OUT).entries()
        written = [OUT / output.path for entry in entries for output in entry.outputs]
    else:
        told = result.stderr if "--embed" in arguments else result.stdout
        written = [line.split("  ")[0] for line in told.splitlines()]
    assert written
    assert all((checkout / path).stat().st_size > 0 for path in written)
    named = [arguments[n + 1] for n, argument in enumerate(arguments) if argument == "-o"]
    assert written == named or not named


def test_python_examples_run(checkout):
    examples = [block for language, block in BLOCKS if language == "python"]
    assert examples
    for block in examples:
        result = subprocess.run(
            [sys.executable, "-c", block], cwd=checkout, capture_output=True, text=True, check=True
        )
        assert re.findall(r"print\(.*\)  # (.*)", block) == result.stdout.splitlines()


def test_the_manifest_example_can_be_read(tmp_path):
    (block,) = (block for language, block in BLOCKS if language == "toml")
    (tmp_path / "a.toml").write_text(block)
    names = [entry.name for entry in read_manifest(tmp_path / "a.toml", OUT).entries()]
    assert len(names) == 1 + 4
    assert [names[0], names[1], names[-1]] == [
        "max-backward",
        "window-2-light",
        "window-3-dark",
    ]


def test_pictures_are_there_and_small():
    pictures = re.findall(r"!\[[^]]+\]\((.*?)\)", README)
    assert len(pictures) >= 3
    for picture in pictures:
        assert 0 < (ROOT / picture).stat().st_size < 400_000
    gallery = ROOT / "out" / "gallery"
    manifest = read_manifest(GALLERY, gallery)
    parts = [*manifest.entries(), *manifest.pages]
    made = {f"out/gallery/{path}" for part in parts for path in part.paths}
    assert set(pictures) <= made
    there = {str(path.relative_to(ROOT)) for path in gallery.iterdir()}
    assert there == made | {"out/gallery/poolanim.lock"}
    # Each name in the 32 SVGs has a prefix of five characters, which makes a tenth of this.
    assert sum((ROOT / path).stat().st_size for path in there) < 3_250_000


def test_it_is_short_and_its_links_lead_somewhere():
    assert README.count("\n") <= 200
    links = re.findall(r"\[[^]]*\]\(([^)#]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_the_set_up_lines_are_one_line_each_and_name_nothing_else():
    lines = [block for language, block in BLOCKS if language == "sh" and "venv" in block]
    assert len(lines) == 2
    assert all(block.count("\n") == 1 for block in lines)
    assert os.access(ROOT / ".ci/run", os.X_OK)
