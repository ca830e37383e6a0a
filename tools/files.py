"""What no other checker looks at.

How long files are, that a suppression says why, and that lock files name no host.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.bootstrap import ROOT

LONGEST = 400  # lines; a longer file holds more than one idea
UNLIMITED = re.compile(
    r"src/api/schema\.ts$|\.gen\.ts$|migrations/versions/|\.test\.tsx?$"
)  # generated, and tests

# What silences a checker and is not followed by its reason.
UNREASONED = {
    ".py": re.compile(
        r"# *(?:(?:ruff: *)?noqa(?:: *[A-Z]+\d+(?:, *[A-Z]+\d+)*)?+"
        r"|type: *ignore(?:\[[\w, -]+\])?+)(?! *(?:-+|#) *\w)"
    ),
    ".ts": re.compile(r"/[/*] *(?:(?:ox|es)lint-disable[\w-]*|@ts-[a-z-]+)(?!.* -- \w)"),
}
UNREASONED[".tsx"] = UNREASONED[".ts"]
SOURCES = ["salle/**/*.py", "tests/**/*.py", "tools/**/*.py", "web/*.ts", "web/src/**/*.ts*"]
GENERATED = re.compile(r"src/api/schema\.ts$|\.gen\.ts$")

# A host in a lock file ties every checkout to the registry of whoever made it.
HOSTS = {
    "requirements*.txt": re.compile(r"https?://|--(extra-)?index-url|--find-links"),
    "web/package-lock.json": re.compile(r'"resolved"'),
    "web/tools/*/package-lock.json": re.compile(r'"resolved"'),
    "tools/*/package-lock.json": re.compile(r'"resolved"'),
}


def main() -> None:
    faults = [*find_long_files(ROOT), *find_suppressions(ROOT), *find_hosts(ROOT)]
    sys.exit("\n".join(faults) or 0)


def find_long_files(root: Path) -> Iterator[str]:
    patterns = ["salle/**/*.py", "web/src/**/*.ts", "web/src/**/*.tsx", "web/src/**/*.css"]
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        length = len(path.read_text().splitlines())
        name = path.relative_to(root).as_posix()
        if length > LONGEST and not UNLIMITED.search(name):
            yield f"{name}: {length} lines, {LONGEST} are allowed"


def find_suppressions(root: Path) -> Iterator[str]:
    for path in sorted(path for pattern in SOURCES for path in root.glob(pattern)):
        name = path.relative_to(root).as_posix()
        if GENERATED.search(name):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if UNREASONED[path.suffix].search(line):
                yield f"{name}:{number}: a suppression says why, on its line"


def find_hosts(root: Path) -> Iterator[str]:
    for pattern, host in HOSTS.items():
        for path in sorted(root.glob(pattern)):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if host.search(line):
                    yield f"{path.relative_to(root)}:{number}: a lock file names no host"


if __name__ == "__main__":
    main()
