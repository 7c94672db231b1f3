"""What other repositories use of this one: the action and the pre-commit hooks."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parent.parent
TEXT = '[[figure]]\nname = "one"\nlayer = "avg"\nshape = 3\noutput = "one.json"\n'


@pytest.fixture
def repository(tmp_path):
    """Another repository, with a commit."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "figures.toml").write_text(TEXT)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "figures")
    return folder


def git(folder, *words):
    """What Git prints, for an author of its own and without the user's settings."""
    own = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.quotePath=false"]
    command = ["git", *own, *words]
    environment = environment_of({"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull})
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=True, text=True
    ).stdout


def environment_of(more):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, **more, "PATH": path}


def run(command, folder, **environment):
    return subprocess.run(
        command, cwd=folder, env=environment_of(environment), capture_output=True, check=False
    ).returncode


def read(name):
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def commands_of_hooks():
    hooks = {hook["id"]: hook for hook in read(".pre-commit-hooks.yaml")}
    assert set(hooks) == {"poolanim-check", "poolanim-make"}
    return {name: [*shlex.split(hook["entry"]), *hook["args"]] for name, hook in hooks.items()}


def test_hooks_tell_what_is_not_current_and_make_it(repository):
    check, make = commands_of_hooks().values()
    assert run(check, repository) == 3
    assert not (repository / "out").exists()
    assert run(make, repository) == 0
    assert run(check, repository) == 0


def test_a_commit_contains_what_its_hook_made(repository):
    pytest.importorskip("pre_commit", reason="pre-commit is not installed here")
    hooks = [
        {**hook, "language": "system"}  # this poolanim, not one that is installed for the hook
        for hook in read(".pre-commit-hooks.yaml")
    ]
    text = yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks[::-1]}]})
    (repository / ".pre-commit-config.yaml").write_text(text)
    git(repository, "add", ".")
    precommit = [sys.executable, "-m", "pre_commit"]
    assert run([*precommit, "install"], repository) == 0
    git(repository, "commit", "--message", "with its figures")
    assert git(repository, "show", "--name-only", "--format=").split() == [
        ".pre-commit-config.yaml",
        "out/one.json",
        "out/poolanim.lock",
    ]
    assert git(repository, "status", "--porcelain") == ""


def steps_of_action(python, **inputs):
    """The commands of the action as a runner has them, and their environments."""
    action = read("action.yml")
    given = {name: str(each["default"]) for name, each in action["inputs"].items()} | inputs
    values = {f"inputs.{name}": value for name, value in given.items()}
    values["steps.python.outputs.python-path"] = python
    for step in action["runs"]["steps"]:
        if "run" in step:
            environment = {
                name: re.sub(r"\$\{\{ (\S+) \}\}", lambda use: values.get(use[1], ""), text)
                for name, text in step["env"].items()
            }
            yield ["bash", "-e", "-o", "pipefail", "-c", step["run"]], environment


@pytest.fixture
def runner(tmp_path):
    """What a runner brings: its folders, and poolanim where the action installs it."""
    scripts = tmp_path / "temp" / "poolanim" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "poolanim").symlink_to(Path(sys.executable).parent / "poolanim")
    return {"RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_OUTPUT": str(tmp_path / "output")}


def test_the_action_checks_or_makes_and_says_what_is_to_be_committed(repository, runner):
    def figures(**inputs):
        *_, (command, environment) = steps_of_action(sys.executable, **inputs)
        return run(command, repository, **environment, **runner)

    output = Path(runner["GITHUB_OUTPUT"])
    assert figures() == 3
    assert not (repository / "out").exists()
    assert not output.exists()
    assert figures(check="false", out="the figures") == 0
    made = ["the figures/one.json", "the figures/poolanim.lock"]
    assert output.read_text().splitlines() == ["changed<<END-OF-CHANGED", *made, "END-OF-CHANGED"]
    assert figures(out="the figures") == 0
    git(repository, "commit", "--quiet", "--message", "made")
    output.unlink()
    assert figures(check="false", out="the figures") == 0
    assert output.read_text().splitlines() == ["changed<<END-OF-CHANGED", "END-OF-CHANGED"]
    assert figures(manifest="$(touch evil)") == 2
    assert not (repository / "evil").exists()


def test_the_action_installs_beside_the_python_of_the_job(repository, runner, tmp_path):
    log, python = tmp_path / "log", tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {log}\n')
    python.chmod(0o755)
    (command, environment), _ = steps_of_action(str(python), constraints="a file.txt")
    assert run(command, repository, **environment, **runner, GITHUB_ACTION_PATH="/action") == 0
    venv, pip = log.read_text().splitlines()
    own = f"{runner['RUNNER_TEMP']}/poolanim"
    assert venv == f"-m venv --without-pip {own}"
    assert pip == f"-m pip --python {own} install --quiet --constraint a file.txt /action"
    python_step, *_ = read("action.yml")["runs"]["steps"]
    assert python_step["with"]["update-environment"] is False


def test_the_workflow_checks_the_gallery():
    workflow = read(".github/workflows/figures.yml")
    checkout, figures = workflow["jobs"]["figures"]["steps"]
    assert checkout["uses"].startswith("actions/checkout@")
    assert figures["uses"] == "./"
    assert set(figures["with"]) <= set(read("action.yml")["inputs"])
    assert (ROOT / figures["with"]["manifest"]).exists()
    assert (ROOT / figures["with"]["out"] / "poolanim.lock").exists()
