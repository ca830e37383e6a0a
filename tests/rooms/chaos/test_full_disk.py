"""A disk that takes nothing for a while: it is full, or it fails."""

import errno
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.rooms.chaos.quiz import Quiz, a_quiz, furnish
from tests.services.child import Child, die_with_parent
from tests.services.salle import RunningSalle

DISK = "16m"
ON_A_SMALL_DISK = """
mount -t tmpfs -o size="$1" none "$2" && cp "$3" "$2" && shift 3 && exec "$@"
"""
IN_A_WORLD_OF_ITS_OWN = ("unshare", "--user", "--map-root-user", "--mount", "--")
"""Where an ordinary user may mount what nobody else sees, if the system lets them at all."""


def may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*IN_A_WORLD_OF_ITS_OWN, "true"], check=False, capture_output=True)
    return tried.returncode == 0


def on_a_small_disk(disk: Path, database: Path) -> Sequence[str | Path]:
    """What runs behind this finds a copy of the database on a disk that is soon full."""
    script = ("sh", "-c", ON_A_SMALL_DISK, "sh", DISK, disk, database)
    return (*IN_A_WORLD_OF_ITS_OWN, *script, *die_with_parent())


def fill(folder: Path) -> Callable[[], None]:
    """What gives the space back."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError as error:
                assert error.errno == errno.ENOSPC  # noqa: PT017 - raised sooner or later, always
    return filler.unlink


async def fill_again_and_again(folder: Path, *, seed: int, people: int, times: int) -> None:
    disk, database = folder / "disk", folder / "salle.db"
    disk.mkdir()
    classroom = await furnish(f"sqlite:///{database}", people)
    with RunningSalle(
        folder / "data",
        f"sqlite:///{disk / database.name}",
        demo=False,
        within=on_a_small_disk(disk, database),
    ) as salle:
        assert salle.child is not None
        seen_from_here = Path(f"/proc/{salle.child.pid}/root{disk}")
        # One at a time: of several, the second could be heard where the first was not.
        async with a_quiz(salle, classroom, seed, most_at_once=1) as quiz:
            for _ in range(times):
                await quiz.go_on(quiz.crowd.random.randrange(people, 3 * people))
                lines = [each.line for each in quiz.crowd.people]
                empty = fill(seen_from_here)
                await nobody_is_heard(quiz)
                assert [each.line for each in quiz.crowd.people] == lines  # nobody had to go
                empty()
            await quiz.go_on(people)
            await quiz.end()
            await quiz.check(f"sqlite:///{copy(salle.child, seen_from_here, folder)}")


def copy(server: Child, disk: Path, folder: Path) -> Path:
    """What is stored, where SQLite finds it: it does not follow the way to another's disk."""
    copied = folder / "copy"
    server.process.send_signal(signal.SIGSTOP)
    shutil.copytree(disk, copied, ignore=shutil.ignore_patterns("*-shm"))
    server.process.send_signal(signal.SIGCONT)
    return copied / "salle.db"


async def nobody_is_heard(quiz: Quiz) -> None:
    """Everybody was told so again, since the last answer was stored."""
    told = {each.id: len(each.refused) for each in quiz.crowd.others}
    count = quiz.count

    def is_so() -> bool:
        nonlocal count
        if quiz.count > count:
            count = quiz.count
            told.update((each.id, len(each.refused)) for each in quiz.crowd.others)
        return all(len(each.refused) > told[each.id] for each in quiz.crowd.others)

    await quiz.crowd.until(is_so)


async def fail_again_and_again(
    folder: Path, url: str, *, seed: int, people: int, times: int
) -> None:
    classroom = await furnish(url, people)
    with RunningSalle(folder, url, demo=False) as salle:
        async with a_quiz(salle, classroom, seed) as quiz:
            crowd = quiz.crowd
            for _ in range(times):
                await quiz.go_on(crowd.random.randrange(people, 3 * people))
                assert salle.child is not None
                let_write(salle.child, at_all=False)
                await crowd.until(lambda: not any(each.is_in for each in crowd.people))
                let_write(salle.child, at_all=True)
            await quiz.go_on(people)
            await quiz.end()
            await quiz.check(url)


def let_write(server: Child, *, at_all: bool) -> None:
    """Or whatever it writes to a file fails, as on a disk that is ill."""
    _, most = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (most if at_all else 0, most))


async def test_a_disk_that_fails_loses_no_answer(tmp_path: Path, sqlite_url: str) -> None:
    """Nobody knows what is stored: all have to go, and come back to what the log says."""
    await fail_again_and_again(tmp_path / "data", sqlite_url, seed=1, people=100, times=1)


@pytest.mark.skipif(not may_mount(), reason="this system lets nobody mount a small disk")
async def test_a_full_disk_takes_no_answer_and_sends_nobody_away(tmp_path: Path) -> None:
    await fill_again_and_again(tmp_path, seed=1, people=100, times=1)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(not may_mount(), reason="this system lets nobody mount a small disk")
@pytest.mark.parametrize("seed", range(2, 8))
async def test_a_disk_that_is_full_many_times_costs_no_answer(tmp_path: Path, seed: int) -> None:
    await fill_again_and_again(tmp_path, seed=seed, people=300, times=10)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(2, 8))
async def test_a_disk_that_fails_many_times_loses_no_answer(
    tmp_path: Path, sqlite_url: str, seed: int
) -> None:
    await fail_again_and_again(tmp_path / "data", sqlite_url, seed=seed, people=300, times=10)
