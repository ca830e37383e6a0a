"""Installs what the board is compared with: tldraw's own server, client and validators.

The scripts in `tools/tldraw` use it; the app ships none of it. A script reads its input from
standard input and writes its answer to standard output.
"""

import fcntl
import subprocess
from pathlib import Path

from tools.node import ROOT, find_node, install_packages, make_environment

SOURCE = ROOT / "tools/tldraw"
LOCK = ROOT / ".cache/tldraw.lock"


def main() -> None:
    install()


def install() -> None:
    """Once, whoever asks first: tests of several processes may ask at the same time."""
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_packages(SOURCE)


def run_script(name: str, *arguments: str | Path, stdin: str = "") -> str:
    """What `tools/tldraw/<name>` prints."""
    install()
    run = subprocess.run(
        [find_node(), SOURCE / name, *arguments],
        cwd=SOURCE,
        env=make_environment(),
        input=stdin,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout


if __name__ == "__main__":
    main()
