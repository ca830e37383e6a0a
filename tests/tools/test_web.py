from pathlib import Path

import pytest

from tools import web


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "src/main.tsx").write_text("render()")
    monkeypatch.setattr(web, "SOURCES", folder)
    monkeypatch.setattr(web, "NOT_SOURCES", {folder / "node_modules"})
    return folder


def test_a_changed_source_is_noticed(sources: Path) -> None:
    before = web.hash_sources()
    (sources / "src/main.tsx").write_text("render(1)")
    assert web.hash_sources() != before


def test_a_renamed_source_is_noticed(sources: Path) -> None:
    before = web.hash_sources()
    (sources / "src/main.tsx").rename(sources / "src/start.tsx")
    assert web.hash_sources() != before


def test_an_installed_package_is_not_a_source(sources: Path) -> None:
    before = web.hash_sources()
    (sources / "node_modules").mkdir()
    (sources / "node_modules/react.js").write_text("react")
    assert web.hash_sources() == before
