import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from salle.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "running.md"


def test_the_page_for_operators_names_every_setting_and_no_other() -> None:
    documented = set(re.findall(r"^\| (`SALLE_.*?`) \|", PAGE.read_text(), re.MULTILINE))
    names = {name for row in documented for name in re.findall(r"SALLE_(\w+)", row)}
    assert names == {name.upper() for name in Settings.model_fields}


def test_the_secret_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    assert settings.signing_secret() == settings.signing_secret()
    assert len(settings.signing_secret()) >= 32
    assert (settings.data / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("public_url", "origin"),
    [
        (None, "http://127.0.0.1:8000"),
        ("https://salle.example", "https://salle.example"),
        ("https://salle.example:8443/", "https://salle.example:8443"),
        ("http://salle.example:80", "http://salle.example"),
    ],
)
def test_the_origin_is_what_a_browser_says(public_url: str | None, origin: str) -> None:
    settings = Settings.model_validate({"public_url": public_url})
    assert settings.origin == origin


def test_another_database_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(database_url="mysql://u@h/d")
