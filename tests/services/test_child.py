import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.services.child import Child, die_with_parent

START_AND_WAIT = """
import sys, time
from pathlib import Path
from tests.services.child import Child
log = Path(sys.argv[1])
child = Child(["sh", "-c", "echo ready; exec sleep 60"], log=log)
child.wait_until_ready(lambda: log.read_text() or None)
print(child.pid, flush=True)
time.sleep(60)
"""


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not die_with_parent(), reason="needs setpriv, which Linux has")
def test_a_child_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, tmp_path / "log"], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    pid = int(parent.stdout.readline())
    assert is_running(pid)
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.005)
    assert not is_running(pid)


def test_a_child_that_fails_says_why(tmp_path: Path) -> None:
    child = Child(["sh", "-c", "echo no licence; exit 3"], log=tmp_path / "log")
    with pytest.raises(RuntimeError, match="no licence"):
        child.wait_until_ready(lambda: None)


def test_a_child_that_ignores_a_request_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.services.child.STOP_TIMEOUT", 0.1)
    ready = tmp_path / "ready"
    script = f"trap '' TERM; touch {ready}; while :; do sleep 0.01; done"
    child = Child(["sh", "-c", script], log=tmp_path / "log")
    child.wait_until_ready(lambda: ready.exists() or None)
    child.stop(signal.SIGTERM)
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may choose who its children are")
def test_an_account_is_taken_on(tmp_path: Path) -> None:
    nobody = 65534
    child = Child(["sh", "-c", "id -u; id -G; sleep 60"], log=tmp_path / "log", account=nobody)
    lines = child.wait_until_ready(lambda: read_lines(tmp_path / "log", 2))
    child.kill()
    assert lines == [str(nobody), str(nobody)], "and none of root's groups"


def read_lines(path: Path, count: int) -> list[str] | None:
    lines = path.read_text().splitlines()
    return lines if len(lines) == count else None
