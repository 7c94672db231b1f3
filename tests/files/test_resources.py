from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from poolanim.files import resources

ROOT = Path(__file__).parents[2]
LOOK = (
    "from poolanim import theme; from poolanim.files import resources; "
    "print(resources.templates(), resources.names('themes'), theme.load_theme('dark').name)"
)


def test_a_checkout_has_its_templates_at_top_level():
    assert resources.templates() == ROOT / "templates"
    assert {"dark", "light"} <= set(resources.names("themes"))


def test_a_wheel_carries_its_templates_inside(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    result = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=installed,  # first on the path of -c
        check=True,
        capture_output=True,
        text=True,
    )
    inside = installed / "poolanim" / "templates"
    assert result.stdout.split("\n")[0] == f"{inside} {resources.names('themes')} dark"
    carried = {path.relative_to(inside) for path in inside.rglob("*.toml")}
    assert carried == {
        path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.toml")
    }


@pytest.mark.parametrize("inside", [True, False])
def test_an_archive_on_the_path_is_as_good_as_a_folder(tmp_path, inside):
    """As in a wheel, and as in a zip of a checkout."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in (ROOT / "poolanim").rglob("*.py"):
            archive.write(path, path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*"):
            archive.write(path, ("poolanim" if inside else Path()) / path.relative_to(ROOT))
    (tmp_path / "tmp").mkdir()
    figure = "import sys; from poolanim.cli import main; sys.argv[1:] = ['avg', '--shape', '3']; "
    result = subprocess.run(
        [sys.executable, "-c", f"{LOOK}; {figure} main()"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "a.zip"), "TMPDIR": str(tmp_path / "tmp")},
        check=True,
        capture_output=True,
        text=True,
    )
    assert result.stdout.startswith(str(tmp_path / "tmp"))
    assert f"{resources.names('themes')} dark\nout/avg-backward-3x3" in result.stdout
    assert list((tmp_path / "tmp").iterdir()) == []
