from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from poolanim import resources

ROOT = Path(__file__).parent.parent
LOOK = (
    "from poolanim import resources, theme; "
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
