"""Child processes of the tests: gone when the tests are gone, even after a `kill -9`."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

START_TIMEOUT = 30.0  # seconds; a busy machine may need many times the usual 0.05
STOP_TIMEOUT = 10.0


class Child:
    """A started program. What it prints goes to `log`."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        account: int | None = None,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*die_with_parent(), *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=folder,
                start_new_session=True,  # Ctrl-C is for pytest, which then stops its children
                user=account,
                group=account,
                extra_groups=None if account is None else [],
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_until_ready(self, ask: Callable[[], T | None]) -> T:
        """The first answer of `ask` that is not None; it is asked every 5 ms."""
        deadline = time.monotonic() + START_TIMEOUT
        while self.process.poll() is None and time.monotonic() < deadline:
            answer = ask()
            if answer is not None:
                return answer
            time.sleep(0.005)
        self.kill()
        said = self.log.read_text(errors="replace")
        raise RuntimeError(f"{self.process.args!r} did not become ready:\n{said}")

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(by)
        try:
            self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """As a power cut would: nothing is flushed, nobody is told."""
        self.process.kill()
        self.process.wait(STOP_TIMEOUT)


def die_with_parent() -> list[str]:
    """The kernel kills the child with the thread that started it: start from the main thread.

    `setpriv` is essential on Debian; where it is missing, only a clean end of the tests stops
    the children. A `preexec_fn` would do the same, but is unsafe beside other threads.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
