"""Servers of others, from their packages. What cannot be installed here is not measured."""

import subprocess

from tools.bootstrap import PYTHON, ROOT, find_uv
from tools.node import install_packages

LOCK = ROOT / "requirements-bench.txt"
PYTHON_PACKAGES = ROOT / ".cache/peers"
"""Beside .venv, which holds what Salle and its tests need and nothing else."""
NODE_PROJECT = ROOT / "tools/peers"
STAMP = PYTHON_PACKAGES / "installed.txt"


def install() -> None:
    install_packages(NODE_PROJECT)
    if STAMP.is_file() and STAMP.read_text() == LOCK.read_text():
        return
    uv = find_uv()
    command = ["pip", "install", "--quiet", "--require-hashes", f"--python={PYTHON}"]
    done = subprocess.run(
        [uv.path, *command, f"--target={PYTHON_PACKAGES}", "--requirement", LOCK],
        env=uv.environment,
        check=False,
    )
    if done.returncode == 0:
        STAMP.write_text(LOCK.read_text())
