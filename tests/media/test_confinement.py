"""Each test runs a program that confines itself and then tries what a hijacked parser would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import salle

CONFINE = """
import os, socket, sys
from pathlib import Path
from salle.media import confinement
readable, folder, secret = map(Path, sys.argv[1:4])
confinement.limit_resources()
if not confinement.confine(read=[readable], write=folder):
    print("not supported")
    sys.exit()
confinement.stay_alone()
try:
    {attempt}
except (OSError, MemoryError) as error:
    print("refused", type(error).__name__)
else:
    print("done")
"""


def attempt(tmp_path: Path, what: str) -> str:
    readable, folder, secret = tmp_path / "readable", tmp_path / "folder", tmp_path / "secret"
    folder.mkdir()
    readable.write_text("a document")
    secret.write_text("a secret")
    program = CONFINE.replace("{attempt}", what)
    done = subprocess.run(
        [sys.executable, "-c", program, str(readable), str(folder), str(secret)],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": str(Path(salle.__file__).parents[1])},
    )
    said = done.stdout.strip()
    if said == "not supported":
        pytest.skip("this kernel has no Landlock")
    return said


@pytest.mark.parametrize(
    "what",
    [
        "readable.read_text()",
        "(folder / 'new').write_text('x'); (folder / 'new').read_text()",
        "(folder / 'new').write_text('x'); (folder / 'new').unlink()",
    ],
)
def test_the_work_itself_is_allowed(tmp_path: Path, what: str) -> None:
    assert attempt(tmp_path, what) == "done"


@pytest.mark.parametrize(
    "what",
    [
        "secret.read_text()",
        "secret.unlink()",
        "os.listdir(secret.parent)",
        "readable.write_text('changed')",
        "(secret.parent / 'new').write_text('x')",
        "os.symlink(secret, folder / 'link')",
        "os.link(secret, folder / 'link')",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "socket.create_connection(('127.0.0.1', 1), timeout=1)",
    ],
)
def test_anything_else_is_refused(tmp_path: Path, what: str) -> None:
    assert attempt(tmp_path, what).startswith("refused")


def test_nothing_leaves_the_machine_by_udp(tmp_path: Path) -> None:
    if subprocess.run(["/usr/bin/unshare", "--user", "--net", "true"], check=False).returncode:
        pytest.skip("no network namespace may be made here (a chroot, some containers)")
    send = "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))"
    assert attempt(tmp_path, send).startswith("refused")


@pytest.mark.skipif(os.geteuid() == 0, reason="the kernel lets root off")
def test_it_stays_alone(tmp_path: Path) -> None:
    assert attempt(tmp_path, "os._exit(os.fork() and 0)") == "refused BlockingIOError"


def test_memory_has_an_end(tmp_path: Path) -> None:
    assert attempt(tmp_path, "bytearray(2_000_000_000)") == "refused MemoryError"


def test_a_file_has_an_end(tmp_path: Path) -> None:
    big = "(folder / 'big').write_bytes(bytes(65 << 20))"

    assert attempt(tmp_path, big) == "refused OSError"
