"""What a batch made is in Git's index, if it is asked for."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests import command

ONE = '[[figure]]\nname = "one"\nlayer = "avg"\nshape = 3\noutput = "a[1].json"\n'


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "a.toml").write_text(ONE)
    (tmp_path / "a1.json").write_text("a name is no pattern")
    (tmp_path / "out").mkdir()
    git(tmp_path, "init", "--quiet")
    return tmp_path


def git(folder, *words):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment, capture_output=True, check=True, text=True
    )
    return done.stdout.splitlines()


def batch(folder, *options):
    return command.run("batch", "a.toml", "--quiet", *options, cwd=folder)


def test_files_that_are_made_are_added_and_deleted_ones_removed(repository):
    assert batch(repository, "--git-add").returncode == 0
    assert git(repository, "ls-files") == ["out/a[1].json", "out/poolanim.lock"]
    (repository / "a.toml").write_text(ONE.replace("one", "two").replace("a[1]", "b"))
    assert batch(repository, "--git-add", "--prune").returncode == 0
    assert git(repository, "ls-files") == ["out/b.json", "out/poolanim.lock"]
    assert git(repository, "diff", "--name-only") == []


def test_a_run_that_makes_nothing_adds_nothing(repository):
    for option in ("--check", "--dry-run"):
        done = batch(repository, "--git-add", option)
        assert (done.returncode, done.stderr) == (
            2,
            "poolanim: --git-add is for a run that makes figures; leave it out\n",
        )


@pytest.mark.parametrize("why", ["ignored", "no repository", "no git"])
def test_what_git_refuses_is_an_error_and_the_figures_are_made(repository, why, monkeypatch):
    if why == "ignored":
        (repository / ".gitignore").write_text("out/\n")
    elif why == "no repository":
        (repository / ".git").rename(repository / "git")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    else:
        monkeypatch.setenv("PATH", str(repository))
    done = batch(repository, "--git-add")
    told = "cannot run git: " if why == "no git" else "git add failed: "
    assert done.returncode == 1
    assert done.stderr.startswith(f"poolanim: {told}")
    assert done.stderr.endswith("; leave out --git-add\n")
    assert done.stderr.count("\n") == 1
    assert (repository / "out" / "a[1].json").exists()
