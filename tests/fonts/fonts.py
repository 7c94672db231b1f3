"""Font files such as a user has."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

STIX = str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "STIXGeneral.ttf")
SYMBOLS = str(Path(STIX).with_name("STIXSizOneSymReg.ttf"))
"""A small one."""
