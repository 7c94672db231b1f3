from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

from tests import chromium

# What a script starts in its background ignores interrupts, and so would all that tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A machine with other work to do is no fault. Every run draws other examples.
settings.register_profile(
    "busy", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy")


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="draw the golden images anew")


@pytest.fixture(scope="session")
def pdf_pages():
    """Gives the pages of a PDF as pictures, painted by poppler; likewise."""
    if shutil.which("pdftoppm") is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(
            "no pdftoppm here, so what PDFs look like is NOT tested; install `poppler-utils`"
        )

    def pages(path, folder):
        command = ["pdftoppm", "-r", "96", "-png", str(path), str(folder / "page")]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        assert told.stderr == ""
        return [Image.open(page).convert("RGB") for page in sorted(folder.glob("page*.png"))]

    return pages


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A headless Chromium. Without one its tests are skipped, but in CI they fail."""
    if chromium.COMMAND is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(
            "no Chromium here, so what needs a browser is NOT tested; install `chromium`"
        )
    with chromium.Chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running
