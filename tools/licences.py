"""Lists the licences of everything that ships with Salle in docs/licences.md.

`python tools/licences.py` writes the page, `--check` fails when it is stale, and both fail on a
licence that nobody has looked at.
"""

import json
import re
import sys
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"

# Licences that ask for a notice and nothing else, and how packages spell them.
PERMISSIVE = re.compile(
    r"^\(?(MIT(-0| License)?|MIT No Attribution|BSD([- ]\d-Clause)?( License)?|New BSD|0BSD|ISC"
    r"|Apache(-2\.0| 2(\.0)?| License 2\.0| Software License|-2\.0 license| License, Version 2\.0)"
    r"|PSF-2\.0|Python Software Foundation License|Python-2\.0|CC0-1\.0|Zlib"
    r"|(The )?Unlicense( \(Unlicense\)?)?"
    r"|BlueOak-1\.0\.0"
    r"|MIT-CMU|HPND|OFL-1\.1|FTL|CC-BY-4\.0|Public Domain)\)?$",
    re.IGNORECASE,
)
# Looked at one by one, with the reason that they may ship.
LOOKED_AT = {
    "tldraw": "the mark stays visible, which its licence 3.x asks for",
    "certifi": "MPL-2.0: used unchanged",
    "orjson": "the part under MPL-2.0 is used unchanged",
    "pypdfium2": "PDFium's own libraries ask for notices, which its wheel carries",
    "dompurify": "MPL-2.0 or Apache-2.0: taken under Apache-2.0",
    "lightningcss": "MPL-2.0: a build tool, used unchanged",
}


def main() -> int:
    rows = [*python_rows(), *web_rows()]
    unknown = [row for row in rows if not is_fine(row)]
    for name, _, licence in unknown:
        print(f"{name}: nobody has looked at the licence {licence!r}", file=sys.stderr)
    page = render(rows)
    if "--check" not in sys.argv:
        PAGE.write_text(page)
    elif not PAGE.exists() or PAGE.read_text() != page:
        print("docs/licences.md is stale: run `make licences`", file=sys.stderr)
        return 1
    return 1 if unknown else 0


def python_rows() -> list[tuple[str, str, str]]:
    rows = []
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if not (found := re.match(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", line)):
            continue
        name, version = found.groups()
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue  # for another platform or Python
        if about["Version"] == version:
            rows.append((name, version, licence_of(about)))
    return rows


def licence_of(about: PackageMetadata) -> str:
    if "License-Expression" in about:
        return about["License-Expression"]
    classifiers = [
        line.rsplit(" :: ", 1)[-1]
        for line in about.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    if classifiers:
        return " OR ".join(classifiers)
    if "License" in about:
        return about["License"].splitlines()[0]
    return "unknown"


def web_rows() -> list[tuple[str, str, str]]:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    rows = set()
    for path, package in cast("dict[str, dict[str, object]]", lock["packages"]).items():
        if path and not package.get("dev") and not package.get("devOptional"):
            name = path.rsplit("node_modules/", 1)[-1]
            rows.add((name, str(package["version"]), str(package.get("license", "unknown"))))
    return sorted(rows)


def is_fine(row: tuple[str, str, str]) -> bool:
    name, _, licence = row
    if name in LOOKED_AT or name.startswith("@tldraw/"):
        return True
    return all(
        any(PERMISSIVE.match(choice.strip()) for choice in re.split(r" OR ", part.strip("()")))
        for part in re.split(r" AND | and |, ", licence)
    )


def render(rows: list[tuple[str, str, str]]) -> str:
    lines = [
        "# Licences of what ships with Salle",
        "",
        "Made by `make licences` from the lock files; `make check` fails when it is stale or when",
        "a licence appears that nobody has looked at.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {name} | {version} | {note(name, licence)} |" for name, version, licence in rows),
    ]
    return "\n".join(lines) + "\n"


def note(name: str, licence: str) -> str:
    reason = LOOKED_AT.get("tldraw" if name.startswith("@tldraw/") else name)
    return f"{licence} ({reason})" if reason else licence


if __name__ == "__main__":
    sys.exit(main())
