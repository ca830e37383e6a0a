"""Makes `.venv` from the lock files with nothing but Python 3.11 and pip.

    python3 tools/bootstrap.py run    what Salle needs, and node to build the web app
    python3 tools/bootstrap.py dev    that, and everything the tests need

Debian's Python has no venv module and refuses `pip install` outside an environment. It allows
`pip install --target`, which is how uv arrives; uv makes the environment and checks every hash.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMP = VENV / "salle.json"

UV = "0.13.8"
LOCKS = {
    "run": ["requirements.txt", "requirements-node.txt"],
    "dev": ["requirements-dev.txt"],
}

LAUNCHER = """\
#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")/python" "$0" "$@"
' '''
import sys

from salle.cli import main

sys.exit(main())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Make .venv from the lock files.")
    parser.add_argument("kind", choices=list(LOCKS))
    prepare(parser.parse_args().kind)


def prepare(kind: str) -> None:
    stamp = read_stamp()
    if stamp.get("kind") == "dev":
        kind = "dev"  # it holds all that a run needs: keep a developer's tools
    wanted = {"kind": kind, "root": str(ROOT), "locks": hash_locks(kind)}
    if stamp == wanted and PYTHON.exists():
        return
    print(f"Preparing .venv ({kind}) ...", flush=True)
    uv = find_uv()
    if not has_usable_venv(stamp):
        uv("venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    STAMP.unlink(missing_ok=True)
    locks = [ROOT / name for name in LOCKS[kind]]
    uv("pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", *locks)
    install_project()
    STAMP.write_text(json.dumps(wanted))


def read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return stamp


def hash_locks(kind: str) -> str:
    """Of the bootstrap too: it decides what an installation is."""
    digest = hashlib.sha256(read_project_version().encode())
    for name in [*LOCKS[kind], "tools/bootstrap.py"]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def has_usable_venv(stamp: dict[str, str]) -> bool:
    if stamp.get("root", str(ROOT)) != str(ROOT):
        return False  # the checkout was moved, and scripts name their interpreter in full
    try:
        return subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0
    except OSError:
        return False  # never made, or the Python it was made from is gone


class Uv:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = {
            # Beside .venv, so that files are linked, not copied, and no home folder is needed.
            "UV_CACHE_DIR": str(CACHE / "packages"),
            "UV_LINK_MODE": "hardlink",
            # Trust what pip trusts: the machine's certificates.
            "UV_SYSTEM_CERTS": "true",
            **os.environ,
            "UV_PYTHON_DOWNLOADS": "never",
        }

    def __call__(self, *arguments: str | Path) -> None:
        result = subprocess.run([self.path, *arguments], env=self.environment, check=False)
        if result.returncode:
            sys.exit(f"bootstrap: uv {arguments[0]} failed; what it said is above")


def find_uv() -> Uv:
    """The pinned uv, or a newer one that is on PATH."""
    on_path = shutil.which("uv")
    if on_path and read_version(on_path) >= parse_version(UV):
        return Uv(Path(on_path))
    folder = CACHE / "uv"
    program = folder / "bin/uv"
    if not program.exists() or read_version(program) != parse_version(UV):
        shutil.rmtree(folder, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
        options = ["--root-user-action=ignore", f"--target={folder}"]
        if subprocess.run([*pip, "install", *options, f"uv=={UV}"], check=False).returncode:
            sys.exit("bootstrap: pip could not install uv; it needs pip and a package registry")
    return Uv(program)


def read_version(uv: str | Path) -> tuple[int, ...]:
    answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False)
    return parse_version(answer.stdout)


def parse_version(text: str) -> tuple[int, ...]:
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", text)
    return tuple(map(int, found.groups())) if found else ()


def install_project() -> None:
    """Put Salle itself on the environment's path, with its command and its metadata.

    What `pip install --editable` would leave behind, written directly: an editable build would
    need the build backend, which a run does not install, and would fetch it without a hash.
    """
    version = read_project_version()
    site = VENV / f"lib/python{find_python_version()}/site-packages"
    launcher = VENV / "bin/salle"
    info = site / f"salle-{version}.dist-info"
    for old in site.glob("salle-*.dist-info"):
        shutil.rmtree(old)
    info.mkdir()
    files = {
        site / "salle.pth": f"{ROOT}\n",
        launcher: LAUNCHER,
        info / "INSTALLER": "bootstrap\n",
        info / "METADATA": f"Metadata-Version: 2.1\nName: salle\nVersion: {version}\n",
        info / "RECORD": "",
    }
    record = "".join(f"{os.path.relpath(path, site)},,\n" for path in files)
    files[info / "RECORD"] = record  # uv reads it to take the installation away again
    for path, text in files.items():
        path.write_text(text)
    launcher.chmod(0o755)


def read_project_version() -> str:
    """Without tomllib, so that an old Python gets as far as being told that it is too old."""
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    if not found:
        sys.exit("bootstrap: pyproject.toml names no version")
    return found[1]


def find_python_version() -> str:
    """The environment's, which need not be the one that runs this."""
    show = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run(
        [PYTHON, "-c", show], capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # it is what this line finds out
        sys.exit("Salle needs Python 3.11 or newer")
    main()
