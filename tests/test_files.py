from __future__ import annotations

import os
import re

import pytest

from poolanim.errors import OutputError
from poolanim.write.files import whole_files
from poolanim.write.owned import UNFINISHED


def test_a_whole_file_takes_its_place_at_the_end(tmp_path):
    path = tmp_path / "new" / "a.txt"
    with whole_files([path]) as [temporary]:
        temporary.write_text("new")
        assert not path.exists()
        assert temporary.name.endswith(UNFINISHED)
        assert temporary.parent == path.parent
    assert path.read_text() == "new"
    assert os.listdir(path.parent) == ["a.txt"]  # noqa: PTH208


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_what_was_there(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), whole_files([path]) as [temporary]:  # noqa: PT012
        temporary.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_of_several_files_none_takes_its_place_before_all_can(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    paths[0].write_text("old")
    with pytest.raises(ValueError, match="stop"), whole_files(paths) as (one, _):  # noqa: PT012
        one.write_text("new")
        raise ValueError("stop")
    assert paths[0].read_text() == "old"
    with whole_files(paths) as temporaries:
        for temporary in temporaries:
            temporary.write_text("new")
    assert [path.read_text() for path in paths] == ["new", "new"]


def test_what_is_no_matter_of_the_disk_is_no_output_error(tmp_path):
    with pytest.raises(FileNotFoundError), whole_files([tmp_path / "a.txt"]):
        raise FileNotFoundError(2, "No such file or directory", "theme.toml")


def test_folders_made_for_a_file_that_fails_go_with_it(tmp_path):
    with pytest.raises(ValueError, match="stop"), whole_files([tmp_path / "a" / "b" / "c.txt"]):
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_folders_stay_if_another_file_is_in_them(tmp_path):
    path = tmp_path / "a" / "b.txt"
    with pytest.raises(ValueError, match="stop"), whole_files([path]):  # noqa: PT012
        (tmp_path / "a" / "other.txt").touch()
        raise ValueError("stop")
    assert (tmp_path / "a" / "other.txt").exists()


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    with whole_files([tmp_path / "link.txt"]) as [temporary]:
        temporary.write_text("new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_paths_that_cannot_be_written_are_known_at_once(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder.gif").mkdir()
    for path, reason in (
        (tmp_path / "file" / "a.gif", "file is no folder"),
        (tmp_path / "file" / "deeper" / "a.gif", "file is no folder"),
        (tmp_path / "folder.gif", "is a folder"),
    ):
        with pytest.raises(OutputError, match=reason) as caught, whole_files([path]):
            pytest.fail("the block was entered")
        assert str(path) in str(caught.value)


def test_a_whole_folder_takes_the_place_of_one_with_frames(tmp_path):
    for number, old in ((1, "new"), (2, "frame-0001.png"), (3, "frame-0009.png")):
        folder = tmp_path / "x" / "frames"
        with whole_files([folder, tmp_path / "a"], folders=[folder]) as [temporary, file]:
            (temporary / f"frame-{number:04}.png").write_text(str(number))
            file.write_text("a")
            assert folder.exists() is (old != "new")
        assert [path.name for path in folder.iterdir()] == [f"frame-{number:04}.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "x"]
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["frames"]


def test_a_failure_leaves_a_folder_as_it_was(tmp_path):
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "frame-0001.png").write_text("old")
    with pytest.raises(ValueError, match="stop"), whole_files([folder], folders=[folder]) as [new]:  # noqa: PT012
        (new / "frame-0001.png").write_text("new")
        raise ValueError("stop")
    assert (folder / "frame-0001.png").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["frames"]


@pytest.mark.parametrize("name", ["notes.txt", "frame-1.png", "frame-0001.png.bak", ".hidden"])
def test_a_folder_with_anything_else_is_not_replaced(tmp_path, name):
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / name).touch()
    with pytest.raises(OutputError, match=f"holds {name}, which is no frame"):
        whole_files([tmp_path / "frames"], folders=[tmp_path / "frames"]).__enter__()
    assert (tmp_path / "frames" / name).exists()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is a file"):
        whole_files([tmp_path / "file"], folders=[tmp_path / "file"]).__enter__()


def test_a_full_disk_is_told_in_one_line(tmp_path):
    paths = [tmp_path / "a.gif", tmp_path / "b.mp4"]
    told = f"cannot write {paths[0]}, {paths[1]}: no space left on device; name another"
    with pytest.raises(OutputError, match=re.escape(told)), whole_files(paths):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []
