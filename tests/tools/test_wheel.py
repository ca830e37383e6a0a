import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.bootstrap import ROOT, find_uv

WHERE = "import pathlib, salle; print(pathlib.Path(salle.__file__).parent)"


def build(target: str, folder: Path, source: Path = ROOT) -> Path:
    """With no node in reach but the one that is a Python package."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "npm_config_cache": str(ROOT / ".cache/npm"),
        "npm_config_prefer_offline": "true",
    }
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, env=environment, check=True)
    (built,) = folder.iterdir()
    return built


def list_files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_a_wheel_installs_without_npm_and_brings_the_web_app(tmp_path: Path) -> None:
    wheel = build("wheel", tmp_path / "dist")
    target = tmp_path / "site"
    options = ["--quiet", "--offline", "--no-deps", f"--target={target}"]
    find_uv()("pip", "install", *options, f"--python={sys.executable}", wheel)
    where = subprocess.run(
        [sys.executable, "-c", WHERE],
        env={"PYTHONPATH": str(target)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert where == str(target / "salle")
    assert "<script" in (target / "salle/web/index.html").read_text()
    assert not (target / "salle/web/.sources").exists()
    assert (target / "bin/salle").is_file()


@pytest.mark.slow
@pytest.mark.timeout(600)  # all packages of npm once more, and two builds of the web app
def test_a_source_archive_makes_the_same_wheel(tmp_path: Path) -> None:
    archive = build("sdist", tmp_path / "archive")
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        tar.extractall(tmp_path)  # noqa: S202  # made two lines above
    assert not [name for name in names if "node_modules" in name]
    source = tmp_path / archive.name.removesuffix(".tar.gz")
    assert list_files(build("wheel", tmp_path / "again", source)) == list_files(
        build("wheel", tmp_path / "dist")
    )
