from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from poolanim.errors import OutputError
from poolanim.files import owned
from poolanim.files.owned import ABANDONED_S, ASIDE, UNFINISHED, owned_file, sweep
from poolanim.files.whole import whole_files


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
        (
            tmp_path / "/poolanim-none/a.gif",
            "no folder /poolanim-none, and none is made at",
        ),
        (
            tmp_path / "/poolanim-none/b/a.gif",
            "no folder /poolanim-none, and none is made at",
        ),
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
    with pytest.raises(OutputError, match=f"contains {name}, which is no frame"):
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


@pytest.mark.parametrize("mode", [0o600, 0o444, 0o755])
def test_a_file_keeps_the_mode_of_the_one_that_it_replaces(tmp_path, mode):
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(mode)
    with whole_files([path]) as [temporary]:
        assert temporary.stat().st_mode & 0o077 == mode & 0o077
        temporary.write_text("new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", mode)
    with whole_files([tmp_path / "b.txt"]) as [temporary]:
        temporary.touch()
    (tmp_path / "c.txt").touch()
    assert (tmp_path / "b.txt").stat().st_mode == (tmp_path / "c.txt").stat().st_mode


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP])
def test_a_file_is_replaced_where_modes_cannot_be_changed(tmp_path, monkeypatch, code):
    paths = several(tmp_path)
    paths[0].chmod(0o600)

    def refused(path, *_, **__):
        raise OSError(code, os.strerror(code), path)

    monkeypatch.setattr(os, "chmod", refused)
    write_new(paths)
    assert state(tmp_path) == NEW
    assert paths[0].stat().st_mode & 0o077 == 0  # a private file stays private


def several(folder):
    """Paths in two folders, one of them of frames, which hold what is old, or nothing."""
    paths = [folder / name for name in ("a.txt", "frames", "x/b.txt", "new.txt", "c.txt")]
    (folder / "x").mkdir()
    for path in (paths[0], paths[2], paths[4]):
        path.write_text("old")
    paths[1].mkdir()
    (paths[1] / "frame-0001.png").write_text("old")
    return paths


def write_new(paths):
    with whole_files(paths, folders=[paths[1]]) as temporaries:
        for temporary in temporaries:
            if temporary.is_dir():
                temporary /= "frame-0001.png"
            temporary.write_text("new")


def state(folder):
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


OLD = {"a.txt": "old", "frames/frame-0001.png": "old", "x/b.txt": "old", "c.txt": "old"}
NEW = {**dict.fromkeys(OLD, "new"), "new.txt": "new"}


@pytest.mark.parametrize("call", ["replace", "rename", "link", "mkdir", "fsync", "chmod"])
def test_a_call_that_fails_at_any_time_leaves_all_old_or_all_new(tmp_path, monkeypatch, call):
    plain, ends = getattr(os, call), []
    for number in range(1, 30):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths = several(folder)
        count = 0

        def failing(*arguments, number=number, **options):
            nonlocal count
            count += 1
            if count == number:
                raise OSError(28, "No space left on device")
            return plain(*arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                write_new(paths)
            except OutputError:
                assert state(folder) == OLD
                ends.append("old")
            else:
                assert state(folder) == NEW
                ends.append("new")
        assert [path for path in folder.rglob("*") if path.name.endswith((UNFINISHED, ASIDE))] == []
        if count < number:
            break
    assert ends[-1] == "new"
    assert "old" in ends or call == "link"  # without links files are moved aside


@pytest.mark.parametrize("number", range(1, 6))
def test_a_signal_between_renames_waits_for_the_last(tmp_path, monkeypatch, number):
    paths = several(tmp_path)
    plain, count = os.replace, 0

    def replace(*arguments):
        nonlocal count
        plain(*arguments)
        count += 1
        if count == number:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_new(paths)
    assert state(tmp_path) == NEW


def test_a_signal_before_the_renames_leaves_all_old(tmp_path):
    paths = several(tmp_path)
    with pytest.raises(KeyboardInterrupt), whole_files(paths, folders=[paths[1]]):
        signal.raise_signal(signal.SIGINT)
    assert state(tmp_path) == OLD


def test_what_was_moved_aside_is_put_back_if_it_is_missing_and_deleted_if_not(tmp_path):
    for name in ("1", "2"):
        folder = tmp_path / name / f".0{ASIDE}" / "frames"
        folder.mkdir(parents=True)
        (folder / "frame-0001.png").write_text("old")
    (tmp_path / "2" / "frames").mkdir()
    (tmp_path / "2" / "frames" / "frame-0001.png").write_text("new")
    sweep([tmp_path / "1", tmp_path / "2", tmp_path / "3"])
    assert state(tmp_path) == {"1/frames/frame-0001.png": "old", "2/frames/frame-0001.png": "new"}


def test_what_another_process_holds_is_not_swept_until_that_ends(tmp_path):
    code = (
        "import sys, pathlib; from poolanim.files.owned import owned_file, owned_folder\n"
        "kept = owned_file(pathlib.Path()), owned_folder(pathlib.Path())\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    sweep([tmp_path])
    assert len(list(tmp_path.iterdir())) == 2
    process.kill()
    process.communicate()
    sweep([tmp_path])
    assert list(tmp_path.iterdir()) == []


def test_where_there_are_no_locks_what_is_old_is_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(owned, "fcntl", None)
    new, old = owned_file(tmp_path), owned_file(tmp_path)
    long_ago = time.time() - ABANDONED_S - 1
    os.utime(old.path, (long_ago, long_ago))
    sweep([tmp_path])
    assert list(tmp_path.iterdir()) == [new.path]
    write_new(several(tmp_path))
    assert {**NEW, new.path.name: ""} == state(tmp_path)


def test_no_link_is_followed_where_none_may_be_and_no_other_thing_is_replaced(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    for name, links, told in (
        ("link.txt", False, "is a link"),
        ("loop.txt", True, "is a link"),
        ("pipe.txt", True, "is no ordinary file"),
    ):
        with pytest.raises(OutputError, match=told):
            whole_files([tmp_path / name], links=links).__enter__()
    assert (tmp_path / "link.txt").read_text() == "old"


def test_a_file_that_came_into_a_folder_of_frames_meanwhile_is_not_lost(tmp_path):
    paths = several(tmp_path)
    with (
        pytest.raises(OutputError, match=r"contains notes.txt, which is no frame"),
        whole_files(paths, folders=[paths[1]]),
    ):
        (paths[1] / "notes.txt").write_text("mine")
    assert state(tmp_path) == {**OLD, "frames/notes.txt": "mine"}


def test_names_that_differ_in_case_alone_are_refused_where_they_are_one(tmp_path, monkeypatch):
    paths = [tmp_path / "a.gif", tmp_path / "A.gif"]
    with whole_files(paths):
        pass
    monkeypatch.setattr(os.path, "lexists", lambda _: True)
    with pytest.raises(OutputError, match=r"a.gif and .*A.gif are one file here"):
        whole_files(paths).__enter__()
