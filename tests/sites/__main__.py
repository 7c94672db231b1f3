"""Build real sites, open their pages in Chromium at three widths, measure and shoot them.

    python -m tests.sites [--out FOLDER] [NAME...]

NAME is html, hugo, sphinx, mkdocs, notebook or beamer; all by default. Pictures of the pages are in
FOLDER, `out/sites` by default. Sites whose programs are not installed are left out, and named. HTML
is validated if the variable VNU_JAR is the path of the Nu checker, of npm's `vnu-jar`, which needs
Java. The exit code is 1 if something is wrong.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.chromium import Chromium
from tests.sites.building import SITES, MissingError
from tests.sites.looking import WIDTHS, faults, invalid, is_ours, smallest
from tests.web import served


def look(name, site, browser, shots, letters):
    """What is wrong in a site, page by page and width by width."""
    found = []
    with served(site.root) as address:
        for page in (*site.pages, *site.fixed):
            for width in WIDTHS:
                with browser.page(width, 900) as opened:
                    opened.open(f"{address}/{page}")
                    told = faults(opened, width, chooses=page in site.pages, letters=letters)
                    path = shots / f"{name}-{page.strip('/').replace('/', '-')}-{width}.png"
                    opened.picture().save(path)
                found += [f"{name}/{page} at {width} px: {each}" for each in told]
    return found


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.sites", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--out", type=Path, default=Path("out/sites"))
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(SITES):
        parser.error(f"{min(unknown)} is no site; name {', '.join(SITES)}")
    asked.out.mkdir(parents=True, exist_ok=True)
    letters, found = smallest(), []
    with tempfile.TemporaryDirectory() as folder, Chromium(f"{folder}/profile") as browser:
        for name in asked.names or SITES:
            try:
                site = SITES[name](Path(folder, name))
            except MissingError as missing:
                print(f"{name}: left out, {missing}")
                continue
            told = look(name, site, browser, asked.out, letters)
            wrong = invalid([path for path in site.root.rglob("*.html") if is_ours(path)])
            count = len(site.pages) + len(site.fixed)
            print(f"{name}: {count} pages" + ("" if wrong is not None else ", not validated"))
            found += told + [f"{name}: {each}" for each in wrong or []]
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
