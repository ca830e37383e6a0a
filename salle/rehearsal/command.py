"""`salle rehearse`: what it takes, and what it prints."""

import argparse
import json
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from salle.rehearsal.addresses import Address, NotHere, find
from salle.rehearsal.api import Api, Refused, Unreachable
from salle.rehearsal.rehearsal import Rehearsal
from salle.rehearsal.result import Result, as_json, as_table
from salle.rehearsal.script import Lesson

MOST_PEOPLE = 5_000
MOST_SECONDS = 3_600
FILES_OF_A_PERSON = 2
OTHER_FILES = 100
SAY_EVERY = 10.0  # seconds, where nobody watches
HELD, DID_NOT_HOLD, WRONG_USE = 0, 1, 2
STDOUT = "-"
FORBIDDEN = 403

SignIn = Callable[[Api], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "address", nargs="?", default="http://127.0.0.1:8000", help="of the server (%(default)s)"
    )
    parser.add_argument(
        "--people", type=bounded(int, 1, MOST_PEOPLE), default=100, help="(%(default)s)"
    )
    parser.add_argument(
        "--seconds", type=bounded(float, 1, MOST_SECONDS), default=60.0, help="(%(default)s)"
    )
    parser.add_argument(
        "--drops",
        type=bounded(float, 0, 1),
        default=0.1,
        metavar="SHARE",
        help="of people whose network fails once (%(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1, help="another makes another class")
    parser.add_argument(
        "--email", help="of a trainer to sign in as; the password is asked, or read from stdin"
    )
    parser.add_argument("--also-host", metavar="NAME", help="a host that is not this machine")
    parser.add_argument("--json", metavar="FILE", help="every figure; - for standard output")


def bounded(kind: Callable[[str], float], least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = kind(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"between {least:,g} and {most:,g}")
        return value

    return read


@dataclass(frozen=True)
class Asked:
    """What was asked for, looked at: nothing has happened yet."""

    address: Address
    lesson: Lesson
    json_file: str | None


def look_at(asked: argparse.Namespace) -> Asked:
    """Raises `NotHere`. Makes room for the sockets that it will take."""
    address = find(asked.address, asked.also_host)
    make_room_for_files(FILES_OF_A_PERSON * asked.people + OTHER_FILES)
    lesson = Lesson(asked.people, asked.seconds, asked.drops, asked.seed)
    return Asked(address, lesson, asked.json)


def rehearse(asked: Asked, sign_in: SignIn, metrics_token: str) -> int:
    """Returns the exit code. Must be called from the main thread: Ctrl-C ends the class."""
    with closing(Api(asked.address)) as api:
        try:
            sign_in(api)
        except Refused as refused:
            return complain(f"{asked.address} lets nobody in who comes so: {refused}", DID_NOT_HOLD)
        except Unreachable as error:
            return complain(str(error), DID_NOT_HOLD)
        progress = Progress()
        rehearsal = Rehearsal(asked.address, api, asked.lesson, progress, metrics_token)
        try:
            with interrupts(rehearsal.stop):
                result = rehearsal.run()
        except (Refused, Unreachable) as error:
            advice = ". Sign in as somebody who may teach" if is_forbidden(error) else ""
            return complain(f"There was no class: {error}{advice}.", DID_NOT_HOLD)
        finally:
            progress.end()
    tell(result, asked.json_file)
    return HELD if result.has_held else DID_NOT_HOLD


def tell(result: Result, json_file: str | None) -> None:
    """The table goes beside the JSON where that has standard output."""
    print(as_table(result), file=sys.stderr if json_file == STDOUT else sys.stdout, flush=True)
    if json_file is None:
        return
    text = json.dumps(as_json(result), indent=1) + "\n"
    if json_file == STDOUT:
        sys.stdout.write(text)
    else:
        Path(json_file).write_text(text)


def make_room_for_files(needed: int) -> None:
    """Each person has two sockets, and systems allow few at first."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed >= needed:
        return
    if most < needed:
        raise NotHere(
            f"This takes {needed:,} open files, and this system allows {most:,}:"
            " have fewer people, or raise the limit (ulimit -n)."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))


def is_forbidden(error: Exception) -> bool:
    return isinstance(error, Refused) and error.status == FORBIDDEN


def complain(sentence: str, code: int) -> int:
    print(f"salle: {sentence}", file=sys.stderr)
    return code


@contextmanager
def interrupts(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop; a second one does not wait for anything."""
    before = {}

    def on_signal(number: int, _: FrameType | None) -> None:
        stop()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, on_signal)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Progress:
    """One line that changes on a terminal; elsewhere a line now and then."""

    def __init__(self) -> None:
        self._is_watched = sys.stderr.isatty()
        self._say_at = 0.0

    def __call__(self, line: str) -> None:
        if self._is_watched:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\033[K{line[:width]}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() >= self._say_at:
            self._say_at = time.monotonic() + SAY_EVERY
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._is_watched:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
