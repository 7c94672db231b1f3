"""What other repositories use of this one: the action and the pre-commit hooks."""

from __future__ import annotations

import os
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
    """Another repository."""
    (tmp_path / "figures.toml").write_text(TEXT)
    return tmp_path


def run(command, folder, **environment):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment, "PATH": path},
        capture_output=True,
        check=False,
    ).returncode


def read(name):
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_hooks_tell_what_is_not_current_and_make_it(repository):
    hooks = {hook["id"]: hook for hook in read(".pre-commit-hooks.yaml")}
    assert set(hooks) == {"poolanim-check", "poolanim-make"}
    check, make = (
        [*shlex.split(hook["entry"]), *hook["args"]]
        for hook in (hooks["poolanim-check"], hooks["poolanim-make"])
    )
    assert run(check, repository) == 3
    assert not (repository / "out").exists()
    assert run(make, repository) == 0
    assert run(check, repository) == 0


def test_the_action_does_the_same(repository):
    action = read("action.yml")
    step = action["runs"]["steps"][-1]
    defaults = {name: str(given["default"]) for name, given in action["inputs"].items()}
    environment = {
        variable: defaults[source.removeprefix("${{ inputs.").removesuffix(" }}")]
        for variable, source in step["env"].items()
    }
    command = ["bash", "-e", "-c", step["run"]]
    assert run(command, repository, **environment) == 3
    assert run(command, repository, **environment | {"CHECK": "false"}) == 0
    assert run(command, repository, **environment) == 0
    evil = "$(touch evil)"
    assert run(command, repository, **environment | {"MANIFEST": evil}) == 2
    assert not (repository / "evil").exists()


def test_the_workflow_checks_the_gallery():
    workflow = read(".github/workflows/figures.yml")
    checkout, figures = workflow["jobs"]["figures"]["steps"]
    assert checkout["uses"].startswith("actions/checkout@")
    assert figures["uses"] == "./"
    assert set(figures["with"]) <= set(read("action.yml")["inputs"])
    assert (ROOT / figures["with"]["manifest"]).exists()
    assert (ROOT / figures["with"]["out"] / "poolanim.lock").exists()
