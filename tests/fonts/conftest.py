from __future__ import annotations

import pytest

from poolanim.fonts import cache
from poolanim.fonts.contours import outline
from poolanim.fonts.fallback import foreign_of
from poolanim.fonts.lettering import letters
from poolanim.fonts.setting import line


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of kept outlines, and no text in memory."""
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "cache")
    for memory in (foreign_of, line, outline, letters):
        memory.cache_clear()
    return tmp_path / "cache"
