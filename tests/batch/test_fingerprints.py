from __future__ import annotations

import json

from poolanim.batch import fingerprints
from poolanim.batch.fingerprints import Fingerprints
from poolanim.manifest.reading import read_manifest


def key(tmp_path, more=""):
    path = tmp_path / "figures.toml"
    path.write_text(f'[[figure]]\nname = "a"\nlayer = "max"\n{more}')
    [entry] = read_manifest(path, tmp_path / "out").entries()
    return Fingerprints().key(entry)


def test_a_key_depends_on_what_is_not_by_default(tmp_path):
    assert key(tmp_path) == key(tmp_path, "seed = 0\nsize = 3\n")
    assert len({key(tmp_path), key(tmp_path, "seed = 1"), key(tmp_path, "size = 2")}) == 3


def test_parameters_of_other_layers_are_no_part_of_a_key(tmp_path, monkeypatch):
    texts = []
    dumped = json.dumps
    monkeypatch.setattr(
        fingerprints.json,
        "dumps",
        lambda *given, **how: texts.append(given[0]) or dumped(*given, **how),
    )
    key(tmp_path)
    specs = next(what[0] for what in texts if isinstance(what, list))
    assert set(specs[0]) == {"layer", "kernel_size", "stride", "padding", "dilation", "ceil_mode"}
