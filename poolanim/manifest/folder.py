"""The folder of results: that of the command line, or that which a manifest names."""

from __future__ import annotations

import os
import re
from pathlib import Path

from poolanim.errors import ParameterError
from poolanim.files.contents import text_of
from poolanim.files.toml import TOML_ADVICE, NotTomlError
from poolanim.manifest.document import read_document

USUAL = Path("out")
"""The folder of results if nothing names one."""
_OUT = re.compile(r"""^[ \t]*["']?out["']?[ \t]*=""", re.MULTILINE)


def folder_of_results(path: Path, given: Path | None, *, allow_outside: bool = False) -> Path:
    """Returns the folder of results of a manifest.

    Args:
        path: of the manifest. The folder that it names is relative to its own.
        given: the folder on the command line, which comes first; None for none.
        allow_outside: whether the manifest may name a folder that is not under its own.

    Raises:
        ParameterError: the manifest cannot be read, or names another folder than it may.
    """
    if given is not None:
        return given
    if not _OUT.search(text_of(f"manifest {path}", path, TOML_ADVICE)):
        return USUAL
    try:
        named = read_document(path).head().get("out")
    except NotTomlError:  # which is reported when the manifest is read
        return USUAL
    if not isinstance(named, str) or not named:  # so is this
        return USUAL
    folder = Path(os.path.normpath(path.parent / named))
    own, place = (os.path.realpath(each) for each in (path.parent, folder))
    if not allow_outside and os.path.commonpath([own, place]) != own:
        raise ParameterError(
            f"manifest {path}: out is {named!r}, which is not under the folder of the manifest; "
            "name one that is, or give --out, or allow it with --allow-outside"
        )
    return folder
