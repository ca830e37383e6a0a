"""The command line, as an operator uses it: beside a server that runs on the same data."""

import json
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.services.salle import SALLE, RunningSalle


def run(salle: RunningSalle, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SALLE, *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=salle.environment,
    )


def sign_in(salle: RunningSalle, email: str, password: str) -> httpx.Response:
    return httpx.post(f"{salle.url}/api/auth/login", json={"email": email, "password": password})


@pytest.fixture
def salle(tmp_path: Path, database_url: str) -> RunningSalle:
    return RunningSalle(tmp_path / "data", database_url, demo=False)


def test_somebody_added_beside_the_running_server_can_sign_in(salle: RunningSalle) -> None:
    with salle:
        added = run(
            salle,
            "user",
            "add",
            "--email=ada@example.org",
            "--role=instructor",
            "--password-stdin",
            given="violet kettle 42\n",
        )
        assert added.returncode == 0, added.stderr
        assert sign_in(salle, "ada@example.org", "violet kettle 42").status_code == 200
        again = run(salle, "user", "add", "--email=ADA@example.org", "--role=member")
        assert (again.returncode, again.stdout) == (1, "")
        assert "email_taken" in again.stderr


def test_an_invitation_is_a_link_of_the_public_address(salle: RunningSalle) -> None:
    salle.environment["SALLE_PUBLIC_URL"] = "https://salle.example"
    invited = run(salle, "user", "invite", "--email=ben@example.org", "--role=admin")
    assert invited.stdout.splitlines()[-1].startswith("https://salle.example/link#")


def test_the_doctor_tells_what_is_wrong_and_keeps_secrets(tmp_path: Path) -> None:
    salle = RunningSalle(
        tmp_path / "data",
        "postgresql://ada:sesame@127.0.0.1:1/none",
        secret="an open secret of thirty-two bytes",
        smtp_password="rosebud",
    )
    told = run(salle, "doctor")
    assert told.returncode == 1
    assert "database: " in told.stdout
    assert "data folder: fine" in told.stdout
    for secret in ("sesame", "open secret", "rosebud"):
        assert secret not in told.stdout + told.stderr


def test_the_doctor_is_content_with_a_healthy_server(salle: RunningSalle) -> None:
    with salle:
        told = run(salle, "doctor")
    assert "database: fine" in told.stdout
    assert told.returncode == 0, told.stdout


def test_one_data_folder_has_one_server(tmp_path: Path, sqlite_url: str) -> None:
    with RunningSalle(tmp_path / "data", sqlite_url) as first:
        second = run(first, "serve")
    assert second.returncode == 1
    assert "already_served" in second.stderr


def test_the_first_start_prints_a_link_that_makes_the_administrator(
    tmp_path: Path, sqlite_url: str
) -> None:
    with RunningSalle(tmp_path / "data", sqlite_url, demo=True) as salle:
        links = salle.printed_links()
        assert len(links) == 2, "one for the administrator, one for the demo trainer"
    with salle:
        assert len(salle.printed_links()) == 4, "an unused set-up link is printed again"


def test_the_api_describes_itself(tmp_path: Path) -> None:
    described = run(RunningSalle(tmp_path / "data", ""), "openapi")
    document = json.loads(described.stdout)
    assert document["info"]["title"] == "Salle"
    assert "/api/auth/login" in document["paths"]
