from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENTS = [
    requirement
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for requirement in map(Requirement, group)
    if requirement.name != PROJECT["name"]
]


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_every_library_has_a_lowest_version_and_no_highest(requirement):
    """The second run of the tests is with these."""
    assert re.fullmatch(r">=[0-9]+(\.[0-9]+)*", str(requirement.specifier))


def test_the_libraries_here_are_allowed():
    for requirement in map(Requirement, PROJECT["dependencies"]):
        assert version(requirement.name) in requirement.specifier


def test_the_tests_are_run_with_the_lowest_versions_too():
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert "--resolution lowest-direct" in script
    assert 'lowest/bin/pytest" -n logical' in script
