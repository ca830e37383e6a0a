import json
from pathlib import Path

import pytest

from tools.lock import is_in_step


@pytest.fixture
def project(tmp_path: Path) -> Path:
    manifest = {"name": "lesson", "version": "1.0.0"}
    lock = {"lockfileVersion": 3, "packages": {"": manifest}, **manifest}
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    (tmp_path / ".npmrc").touch()
    return tmp_path


def test_a_lock_of_its_manifest_is_in_step(project: Path) -> None:
    assert is_in_step(project)


def test_a_lock_that_lacks_a_package_is_not_in_step(project: Path) -> None:
    manifest = json.loads((project / "package.json").read_text())
    manifest["dependencies"] = {"react": "19.3.1"}
    (project / "package.json").write_text(json.dumps(manifest))
    assert not is_in_step(project)


def test_a_project_without_a_lock_is_not_in_step(project: Path) -> None:
    (project / "package-lock.json").unlink()
    assert not is_in_step(project)
