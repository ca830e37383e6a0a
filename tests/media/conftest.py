from pathlib import Path

import pytest


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where pictures go."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder
