"""Makes the lock files again: hashes and markers for every platform, no address of any host.

python -m tools.lock              what was added or removed; pins stay as they are
python -m tools.lock --upgrade    the newest versions that are allowed
python -m tools.lock --check      writes nothing; fails if an npm lock is out of step
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.bootstrap import ROOT, find_uv
from tools.node import run_npm

COMPILE = [
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
]
PROJECT = ROOT / "pyproject.toml"
RUN = ROOT / "requirements.txt"
DEV = ROOT / "requirements-dev.txt"
NODE = ROOT / "requirements-node.txt"
BENCH = ROOT / "requirements-bench.txt"

NPM_PROJECTS = ["web", "web/tools/types", "tools/browser", "tools/peers", "tools/tldraw"]


def main() -> None:
    upgrade = "--upgrade" in sys.argv
    stale = [name for name in NPM_PROJECTS if upgrade or not is_in_step(ROOT / name)]
    if "--check" in sys.argv:
        sys.exit("\n".join(f"{name}/package-lock.json: run `make lock`" for name in stale) or 0)
    lock_python(upgrade=upgrade)
    for name in stale:
        lock_npm(ROOT / name)


def lock_python(*, upgrade: bool) -> None:
    uv = find_uv()
    options = ["--upgrade"] if upgrade else []
    uv(*COMPILE, *options, PROJECT, "--output-file", RUN)
    # One set of versions: what the tests ran with is what people run.
    uv(*COMPILE, *options, PROJECT, "--group=dev", "--constraints", RUN, "--output-file", DEV)
    uv(*COMPILE, *options, "--group=node", "--output-file", NODE)
    uv(*COMPILE, *options, "--group=bench", "--constraints", DEV, "--output-file", BENCH)


def is_in_step(project: Path) -> bool:
    """As `npm ci` sees it, which a checkout with packages already installed does not run."""
    with tempfile.TemporaryDirectory() as folder:
        copy_manifest(project, Path(folder))
        lock = project / "package-lock.json"
        if not lock.is_file():
            return False
        shutil.copy(lock, folder)
        try:
            run_npm("ci", "--dry-run", "--silent", "--offline", folder=Path(folder))
        except subprocess.CalledProcessError:
            return False
    return True


def lock_npm(project: Path) -> None:
    """In an empty folder: beside installed packages, npm leaves out those of other platforms."""
    with tempfile.TemporaryDirectory() as folder:
        copy_manifest(project, Path(folder))
        run_npm("install", "--package-lock-only", "--silent", folder=Path(folder))
        shutil.copy(Path(folder, "package-lock.json"), project)


def copy_manifest(project: Path, folder: Path) -> None:
    shutil.copy(project / "package.json", folder)
    shutil.copy(project / ".npmrc", folder)  # it keeps addresses out of the lock


if __name__ == "__main__":
    main()
