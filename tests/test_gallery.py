from __future__ import annotations

from pathlib import Path

import pytest

from poolanim.batch.plan import Selection
from poolanim.batch.run import Order, planned, run_batch
from poolanim.manifest.reading import read_manifest
from tests.workers import Here, Notes

ROOT = Path(__file__).parent.parent
GALLERY = Path("out/gallery")
MANIFEST = Path("templates/figures/gallery.toml")


def test_the_gallery_is_current(monkeypatch):
    monkeypatch.chdir(ROOT)
    plan = planned(read_manifest(MANIFEST, GALLERY), Order(GALLERY))
    # Other versions of libraries are a reason to make files anew, and must not change them.
    changed = {name: why for name, why in plan.stale.items() if not why.startswith("made with ")}
    assert changed == {}
    assert plan.current + len(plan.stale) == 29 + len(["index.html", "README.md"])


@pytest.mark.parametrize("name", ["max-backward", "ties-split", "windows-that-overlap"])
def test_its_files_are_those_that_would_be_made_now(name, tmp_path, monkeypatch):
    monkeypatch.setattr("poolanim.batch.workers.Processes", Here)
    monkeypatch.chdir(ROOT)
    order = Order(tmp_path, Selection(only=[name]))
    notes = Notes()
    run_batch(read_manifest(MANIFEST, tmp_path), order, notes)
    for path in notes.made_of[name].files:
        assert (tmp_path / path).read_bytes() == (GALLERY / path).read_bytes()
