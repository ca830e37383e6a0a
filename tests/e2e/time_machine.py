"""Runs the `salle serve` that it is given, by a clock that a test moves.

    python -m tests.e2e.time_machine FILE salle serve

FILE holds the seconds by which the clock is ahead of this machine's, or `=` and the moment at which
it stands still. The `Date` of answers stays that of the machine.
"""

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path

from salle.kit.clock import now
from salle.kit.logs import configure_logs
from salle.serve import serve
from salle.settings import Settings


class TimeMachine:
    """The clock of a server, in the hands of its test."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.within = (sys.executable, "-m", __name__, file)
        """Before the command of the server."""
        self.go_on_from(now())

    def stop_at(self, moment: datetime) -> None:
        self._write(f"={moment.isoformat()}")

    def go_on_from(self, moment: datetime) -> None:
        self._write(f"{(moment - now()).total_seconds():f}")

    def advance(self, by: timedelta) -> None:
        self.go_on_from(read_clock(self.file) + by)

    def _write(self, text: str) -> None:
        # In one step: the server may look at any moment.
        written = self.file.with_suffix(".new")
        written.write_text(text)
        written.rename(self.file)


def read_clock(file: Path) -> datetime:
    text = file.read_text()
    if text.startswith("="):
        return datetime.fromisoformat(text[1:])
    return now() + timedelta(seconds=float(text))


if __name__ == "__main__":
    settings = Settings()
    configure_logs(settings.log_level)
    clock_file = Path(sys.argv[1])
    is_demo = "--demo" in sys.argv
    asyncio.run(serve(settings, demo=is_demo, clock=lambda: read_clock(clock_file)))
