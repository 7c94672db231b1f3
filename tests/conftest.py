from __future__ import annotations

import os

import pytest

from tests import chromium


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="draw the golden images anew")


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A headless Chromium. Without one its tests are skipped, but in CI they fail."""
    if chromium.COMMAND is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(
            "no Chromium here, so what needs a browser is NOT tested; install `chromium`"
        )
    with chromium.Chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running
