"""Whole rehearsals on a real server, in seconds."""

import json
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from salle.cli import parser, run_rehearsal
from salle.rehearsal.addresses import find
from salle.rehearsal.api import Api, Refused
from salle.rehearsal.command import interrupts
from salle.rehearsal.rehearsal import Rehearsal
from salle.rehearsal.result import Result
from salle.rehearsal.script import Lesson
from salle.settings import Settings
from tests.services.salle import SALLE, RunningSalle

EMAIL, PASSWORD = "ada@example.org", "violet kettle 42"
LESSON = Lesson(people=20, seconds=3, drops=0.5, seed=7)


@pytest.fixture(scope="module")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSalle]:
    """Its trainer has the password."""
    folder = tmp_path_factory.mktemp("rehearsed")
    with RunningSalle(folder, "", demo=False, metrics_token="sesame") as salle:
        setup = {"email": EMAIL, "password": PASSWORD, "first_name": "Ada", "last_name": "Martin"}
        token = salle.printed_links()[0].rpartition("#")[2]
        with closing(Api(find(salle.url))) as api:
            api.ask("POST", "/api/auth/link", {"token": token} | setup, as_guest=True)
        yield salle


@pytest.fixture
def api(salle: RunningSalle) -> Iterator[Api]:
    with signed_in(salle) as api:
        yield api


@contextmanager
def signed_in(salle: RunningSalle) -> Iterator[Api]:
    with closing(Api(find(salle.url))) as api:
        api.sign_in_with_password(EMAIL, PASSWORD)
        yield api


def rehearse(
    salle: RunningSalle,
    api: Api,
    *,
    at_second: Callable[[int], None] = lambda _: None,
    at_the_door: Callable[[], None] = lambda: None,
    patience: float = 20,
    lesson: Lesson = LESSON,
) -> Result:
    """`at_second` is called with each second of the class."""

    def say(line: str) -> None:
        if line.startswith("class "):
            at_second(int(line.split()[1]))
        if line.startswith("at the door"):
            at_the_door()

    rehearsal = Rehearsal(find(salle.url), api, lesson, say, "sesame", patience=patience)
    with interrupts(rehearsal.stop):
        return rehearsal.run()


def interrupt() -> None:
    """As Ctrl-C does."""
    os.kill(os.getpid(), signal.SIGINT)


def what_is_left(salle: RunningSalle) -> list[object]:
    """Capsules, activities and open rooms of the trainer."""
    kinds = ("capsules", "activities", "rooms")
    with signed_in(salle) as api:
        return [each for kind in kinds for each in api.ask("GET", f"/api/{kind}")[kind]]


def test_all_that_was_acknowledged_is_found_and_everybody_is_back(
    salle: RunningSalle, api: Api
) -> None:
    result = rehearse(salle, api)
    assert result.faults == []
    assert result.is_whole
    assert result.answers_sent == result.answers_acknowledged
    assert result.answers_found == result.answers_standing
    assert result.answers_sent > (result.answers_found or 0) >= 10, "those who were not cut off"
    assert (result.here, result.at_the_board, result.lines_cut) == (21, 21, 10)
    assert result.return_seconds is not None
    assert result.return_seconds.count == 10
    assert not result.lines_lost
    assert not result.refused
    assert result.to_everyone is not None
    assert 0 < result.to_everyone.p50 <= result.to_everyone.p99 < 3000
    assert result.deliveries > 21 * result.to_everyone.count
    assert (result.server_cpu_microseconds_per_delivery or 0) > 0
    assert what_is_left(salle) == []


def test_a_server_that_dies_and_comes_again_has_kept_what_it_acknowledged(
    salle: RunningSalle, api: Api
) -> None:
    def at_second(second: int) -> None:
        if second == 1:
            salle.kill()
            salle.start()

    result = rehearse(salle, api, at_second=at_second)
    assert result.faults == []
    assert sum(result.lines_lost.values()) >= 21
    assert result.here == 21
    assert (result.answers_found, result.answers_sent > 0) == (result.answers_standing, True)


def test_a_server_that_dies_for_good_did_not_hold_and_nothing_is_claimed_of_what_it_stored(
    salle: RunningSalle, api: Api
) -> None:
    try:
        result = rehearse(
            salle, api, at_second=lambda second: salle.kill() if second == 1 else None, patience=0.5
        )
    finally:
        salle.start()
    assert not result.has_held
    assert "21 of 21 were not in the room at the end" in result.faults
    assert any(each.startswith("what was stored is not known") for each in result.faults)
    assert (result.answers_found, result.report_after_seconds) == (None, None)
    assert any(each.startswith("Left on the server: the capsule") for each in result.notes)


def test_ctrl_c_ends_the_class_and_tells_what_there_was(salle: RunningSalle, api: Api) -> None:
    def at_second(second: int) -> None:
        if second == 1:
            interrupt()

    before = len(what_is_left(salle))  # of the server that died under a class
    lesson = Lesson(people=20, seconds=600, drops=0, seed=1)
    result = rehearse(salle, api, at_second=at_second, lesson=lesson)
    assert not result.is_whole
    assert result.has_held
    assert result.seconds < 30
    assert result.deliveries > 0
    assert result.answers_found is not None
    assert len(what_is_left(salle)) == before


def test_ctrl_c_at_the_door_lets_nobody_else_in(salle: RunningSalle, api: Api) -> None:
    before = len(what_is_left(salle))
    lesson = Lesson(people=5000, seconds=600, drops=0, seed=1)
    began = time.monotonic()
    result = rehearse(salle, api, at_the_door=interrupt, lesson=lesson)
    assert time.monotonic() - began < 30
    assert result.has_held
    assert not result.is_whole
    assert len(what_is_left(salle)) == before


def test_who_is_no_trainer_is_told(salle: RunningSalle) -> None:
    with (
        closing(Api(find(salle.url))) as api,
        pytest.raises(Refused, match=r"401 auth\.bad_credentials"),
    ):
        api.sign_in_with_password(EMAIL, "another kettle 43")


def test_on_the_servers_machine_the_command_needs_nothing_but_its_data_folder(
    salle: RunningSalle, tmp_path: Path
) -> None:
    file = tmp_path / "figures.json"
    class_ = ["--people=10", "--seconds=1", "--drops=0.2", f"--json={file}"]
    told = subprocess.run(
        [str(SALLE), "rehearse", salle.url, *class_],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=salle.environment,
    )
    assert told.returncode == 0, told.stderr
    assert "It held: nothing acknowledged was lost, and everybody is there." in told.stdout
    figures = json.loads(file.read_text())
    assert figures["has_held"] is True
    assert (figures["people"], figures["drops"], figures["lines_cut"]) == (10, 0.2, 2)
    assert figures["answers_found"] == figures["answers_standing"] >= 8
    assert set(figures["to_everyone"]) == {"count", "p50", "p95", "p99"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["http://192.0.2.1:8000"], "192.0.2.1 is not this machine"),
        (["http://192.0.2.1:8000", "--also-host=192.0.2.2"], "192.0.2.1 is not this machine"),
        ([], "There is no Salle in "),
        (["--people=5000"], "This takes 10,100 open files, and this system allows 4,000"),
    ],
)
async def test_wrong_use_is_told_before_anything_is_done(
    arguments: list[str],
    why: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1_000, 4_000))
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    asked = parser().parse_args(["rehearse", *arguments])
    assert await run_rehearsal(asked, Settings(data=tmp_path)) == 2
    assert why in capsys.readouterr().err
    assert is_empty(tmp_path)


def is_empty(folder: Path) -> bool:
    return not list(folder.iterdir())


@pytest.mark.parametrize(
    "argument", ["--people=0", "--people=5001", "--people=x", "--seconds=3601", "--drops=1.1"]
)
def test_a_rehearsal_has_bounds(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        parser().parse_args(["rehearse", argument])
    assert exit_.value.code == 2
    assert argument.partition("=")[0] in capsys.readouterr().err
