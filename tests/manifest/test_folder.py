from __future__ import annotations

from pathlib import Path

import pytest

from poolanim.errors import ManifestError, ParameterError
from poolanim.manifest.folder import folder_of_results
from poolanim.manifest.reading import read_manifest

FIGURE = '[[figure]]\nname = "a"\nlayer = "max"\n'


def folder(tmp_path, text, given=None, **options):
    path = tmp_path / "docs" / "a.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + FIGURE)
    return folder_of_results(path, given, **options)


def test_a_manifest_names_the_folder_of_its_results_beside_itself(tmp_path):
    assert folder(tmp_path, 'out = "figures"\n') == tmp_path / "docs" / "figures"
    assert folder(tmp_path, '"out" = "./figures/x/.."\n') == tmp_path / "docs" / "figures"
    assert folder(tmp_path, 'out = "figures"\n', Path("o")) == Path("o")
    assert folder(tmp_path, "") == folder(tmp_path, 'title = "out = 1"\n') == Path("out")
    assert folder(tmp_path, 'title = """\nout = "x"\n"""\n') == Path("out")


def test_a_folder_outside_must_be_allowed(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "link").symlink_to(tmp_path)
    for name, place in (("../x", tmp_path / "x"), ("/x", Path("/x")), ("link", None)):
        with pytest.raises(ParameterError, match=r"out is '.*', which is not under the folder"):
            folder(tmp_path, f'out = "{name}"\n')
        found = folder(tmp_path, f'out = "{name}"\n', allow_outside=True)
        assert place in (None, found)


@pytest.mark.parametrize("value", ["1", '""', "[]"])
def test_an_out_that_is_no_path_is_a_mistake_of_the_manifest(tmp_path, value):
    assert folder(tmp_path, f"out = {value}\n") == Path("out")
    with pytest.raises(ManifestError) as caught:
        read_manifest(tmp_path / "docs" / "a.toml", tmp_path / "out")
    assert "give the path of a folder" in caught.value.details[0]
