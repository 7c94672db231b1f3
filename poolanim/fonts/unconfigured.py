"""Imports matplotlib whatever the user's environment and matplotlibrc say of it.

A notebook's shell sets `MPLBACKEND` for all programs, also for those whose environment lacks that
backend, where matplotlib refuses to be imported. Nothing here uses a backend.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from importlib import import_module

from poolanim.errors import PoolanimError


def _import_matplotlib() -> None:
    """Imports it without its backend and its complaints, and sets the backend afterwards.

    Raises:
        PoolanimError: the user's matplotlibrc cannot be read.
    """
    if "matplotlib.font_manager" in sys.modules:
        return
    backend = os.environ.pop("MPLBACKEND", None)
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        import_module("matplotlib.font_manager")
    except (OSError, RuntimeError, ValueError) as error:
        raise PoolanimError(
            f"matplotlib cannot read its settings: {error}; correct or remove the file matplotlibrc"
        ) from None
    finally:
        log.setLevel(level)
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    if backend:
        with suppress(ValueError):  # it is not installed here
            import_module("matplotlib").rcParams["backend"] = backend


_import_matplotlib()
