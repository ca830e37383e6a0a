"""Builds the web app into the Python package when its sources have changed."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tools.node import ROOT, install_packages, run_node

SOURCES = ROOT / "web"
BUILT = ROOT / "salle/web"
STAMP = BUILT / ".sources"
NOT_SOURCES = {SOURCES / name for name in ("node_modules", "dist", "tools", ".tanstack")}


def main() -> None:
    try:
        build()
    except subprocess.CalledProcessError as error:
        sys.exit(f"web: the web app was not built: {error.cmd[1]} ended with {error.returncode}")


def build(output: IO[str] | None = None) -> None:
    sources = hash_sources()
    if is_built(sources):
        return
    print("Building the web app ...", file=output, flush=True)
    STAMP.unlink(missing_ok=True)
    install_packages(SOURCES, output)
    vite = "node_modules/vite/bin/vite.js"
    quiet = ("--logLevel", "warn")
    run_node(
        vite,
        "build",
        "--outDir",
        str(BUILT),
        "--emptyOutDir",
        *quiet,
        folder=SOURCES,
        output=output,
    )
    STAMP.write_text(sources)


def is_built(sources: str) -> bool:
    present = STAMP.is_file() and (BUILT / "index.html").is_file()
    return present and STAMP.read_text() == sources


def hash_sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(walk_sources(SOURCES)):
        digest.update(f"{path.relative_to(SOURCES)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def walk_sources(folder: Path) -> Iterator[Path]:
    """All that decides what is built, and nothing that the build itself writes."""
    for path in folder.iterdir():
        if path in NOT_SOURCES:
            continue
        if path.is_dir():
            yield from walk_sources(path)
        elif not path.name.endswith((".gen.ts", ".tsbuildinfo")):
            yield path


if __name__ == "__main__":
    main()
