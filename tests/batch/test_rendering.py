from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from poolanim.batch.rendering import _why as why
from poolanim.batch.run import Order, rendered_anew, run_batch
from poolanim.manifest.reading import read_manifest
from tests.workers import Here, Notes

TEXT = """
[defaults]
layer = "max"
size = 2
shape = 3
motion = "steps"
[[figure]]
name = "a"
output = ["a.gif", "a.json", "a.npz", "a.png"]
[[figure]]
name = "v"
output = "v.mp4"
"""


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A folder to be in, with a batch that was made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("poolanim.batch.workers.Processes", Here)
    Path("a.toml").write_text(TEXT)
    run_batch(read_manifest(Path("a.toml"), Path("out")), Order(Path("out")), Notes())
    return tmp_path


def stale(text=TEXT):
    Path("a.toml").write_text(text)
    before = {path: path.read_bytes() for path in Path("out").iterdir()}
    plan = rendered_anew(read_manifest(Path("a.toml"), Path("out")), Order(Path("out")))
    assert {path: path.read_bytes() for path in Path("out").iterdir()} == before
    assert plan.current + len(plan.stale) == 2
    return plan.stale


@pytest.mark.usefixtures("made")
def test_pictures_of_another_encoder_are_current():
    before = Path("out/a.png").read_bytes()
    with Image.open("out/a.png") as picture:
        picture.copy().save("out/a.png", compress_level=0)
    assert Path("out/a.png").read_bytes() != before
    arrays = dict(np.load("out/a.npz"))
    np.savez("out/a.npz", **arrays)  # without compression
    assert stale() == {}


@pytest.mark.usefixtures("made")
def test_what_shows_something_else_is_not_current():
    seed = TEXT.replace("shape = 3", "shape = 3\nseed = 3")
    assert stale(seed) == {
        "a": "out/a.gif shows something else in frame 1",
        "v": "out/v.mp4 shows something else in frame 1",
    }
    Path("out/a.gif").write_bytes(b"GIF")
    assert stale() == {"a": "out/a.gif is damaged"}
    Path("out/a.gif").unlink()
    assert stale() == {"a": "out/a.gif cannot be read: no such file or directory"}


@pytest.mark.usefixtures("made")
def test_a_figure_that_cannot_be_made_says_why():
    assert stale(TEXT.replace("size = 2", "title = '\U0003fffd'"))["a"].startswith("no font has")


def test_files_of_each_kind_are_compared(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"1")
    assert why(path, b"1") == ""
    assert why(path, b"2") == f"{path} has other contents"
    path = tmp_path / "a.npz"
    np.savez(path, a=[1], b=[2])
    for arrays, name in (({"a": [1], "b": [3]}, "b"), ({"a": [1]}, "b"), ({"a": [1.0]}, "a")):
        file = io.BytesIO()
        np.savez(file, **arrays)
        assert why(path, file.getvalue()) == f"{path} has another {name}"
    path = tmp_path / "a.gif"
    grey = [Image.new("L", (2, 2), value) for value in (0, 99, 200)]
    grey[0].save(path, save_all=True, append_images=grey[1:], duration=[90, 80, 70])
    for frames, times, number in (
        (grey, [90, 80, 60], 3),
        (grey[:2], [90, 80], 3),
        ([grey[0], grey[2], grey[1]], [90, 80, 70], 2),
    ):
        file = io.BytesIO()
        frames[0].save(file, "gif", save_all=True, append_images=frames[1:], duration=times)
        assert why(path, file.getvalue()) == f"{path} shows something else in frame {number}"
