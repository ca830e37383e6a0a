"""Unpacks the browser that the tests drive: Chromium from an npm package, and fonts for it.

The package holds headless Chromium and the libraries that a bare system lacks, packed with
brotli, for x64. Elsewhere, or to use another one, name a Chromium in `$SALLE_TEST_CHROMIUM`.
"""

import hashlib
import os
import platform
import shutil
import tarfile
from pathlib import Path

from tools.node import ROOT, run_node, run_npm

SOURCE = ROOT / "tools/browser"
FOLDER = ROOT / ".cache/browser"
STAMP = FOLDER / "installed"
CHROMIUM = FOLDER / "chromium"
FONTS = FOLDER / "fonts"
PACKED = "node_modules/@sparticuz/chromium/bin"
EMOJI = "node_modules/@expo-google-fonts/noto-color-emoji/400Regular/NotoColorEmoji_400Regular.ttf"

UNPACK = """
const { brotliDecompressSync } = require("node:zlib");
const { readFileSync, writeFileSync } = require("node:fs");
const [from, to] = process.argv.slice(1);
writeFileSync(to, brotliDecompressSync(readFileSync(from)));
"""

# No fonts of the machine: a page looks the same everywhere. Without any font, text has no layout
# and reads as empty.
FONTS_CONF = f"""\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{FONTS}</dir>
  <cachedir>{FOLDER / "fontcache"}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>emoji</family><prefer><family>Noto Color Emoji</family></prefer></alias>
</fontconfig>
"""


def find_chromium() -> Path:
    """`$SALLE_TEST_CHROMIUM`, the unpacked one on x64 Linux, or the system's."""
    chosen = os.environ.get("SALLE_TEST_CHROMIUM")
    if chosen:
        return Path(chosen)
    if is_packaged():
        return CHROMIUM
    system = shutil.which("chromium")
    if system is None:
        raise SystemExit("browser: name a Chromium in $SALLE_TEST_CHROMIUM (apt has `chromium`)")
    return Path(system)


def make_environment() -> dict[str, str]:
    """For the browser's process alone: the libraries are older than what other programs need."""
    if find_chromium() != CHROMIUM:
        return dict(os.environ)
    return {
        **os.environ,
        "LD_LIBRARY_PATH": str(FOLDER / "lib"),
        "FONTCONFIG_FILE": str(FOLDER / "fonts.conf"),
    }


def is_packaged() -> bool:
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def main() -> None:
    if find_chromium() == CHROMIUM:
        install()


def install() -> None:
    wanted = hash_sources()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    print("Unpacking the test browser ...", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, FOLDER)
    run_npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", folder=FOLDER)
    run_node("-e", UNPACK, f"{PACKED}/chromium.br", "chromium", folder=FOLDER)
    CHROMIUM.chmod(0o755)
    unpack_archive("al2023", FOLDER)  # lib/: nss, nspr, expat
    unpack_archive("swiftshader", FOLDER)  # WebGL looks for it next to the program
    unpack_archive("fonts", FOLDER)
    shutil.move(FOLDER / EMOJI, FONTS)
    (FOLDER / "fonts.conf").write_text(FONTS_CONF)
    shutil.rmtree(FOLDER / "node_modules")
    STAMP.write_text(wanted)


def unpack_archive(name: str, folder: Path) -> None:
    archive = FOLDER / f"{name}.tar"
    run_node("-e", UNPACK, f"{PACKED}/{name}.tar.br", archive.name, folder=FOLDER)
    with tarfile.open(archive) as tar:
        tar.extractall(folder)  # noqa: S202  # npm has checked the package against our lock file
    archive.unlink()


def hash_sources() -> str:
    """The folder counts: fonts.conf names it."""
    digest = hashlib.sha256(str(FOLDER).encode())
    for path in (SOURCE / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
