from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="draw the golden images anew")
