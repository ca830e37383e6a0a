"""Salle itself as a child process, through its own command line: what a person would start."""

import os
import random
import re
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.services.child import Child
from tools.node import ROOT

SALLE = ROOT / ".venv" / "bin" / "salle"
LINK = re.compile(r"https?://\S+/link#\S+")


class RunningSalle:
    """A server on a data folder. It keeps its port when it is killed and started again.

    `within` is a command that ends by running the command that follows it.
    """

    def __init__(
        self,
        data: Path,
        database_url: str,
        *,
        demo: bool = True,
        within: Sequence[str | Path] = (),
        **settings: str,
    ) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.log = data / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.demo = demo
        self.within = within
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SALLE_")},
            "SALLE_DATA": str(data),
            "SALLE_DATABASE_URL": database_url,
            "SALLE_PORT": str(self.port),
            **{f"SALLE_{name.upper()}": value for name, value in settings.items()},
        }
        self.child: Child | None = None
        self._greeted = 0

    def start(self) -> Self:
        self.launch()
        self.wait_until_ready()
        return self

    def launch(self) -> None:
        """From the main thread; whoever has an event loop there then waits in another."""
        arguments = ["serve", "--demo"] if self.demo else ["serve"]
        self._greeted = self._greetings()
        self.child = Child(
            [*self.within, SALLE, *arguments], log=self.log, environment=self.environment
        )

    def wait_until_ready(self) -> None:
        assert self.child is not None
        self.child.wait_until_ready(lambda: self._is_ready(self._greeted))

    def _greetings(self) -> int:
        return self.log.read_text().count("Salle is ready") if self.log.exists() else 0

    def _is_ready(self, greetings_before: int) -> bool | None:
        if self._greetings() == greetings_before:
            return None
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=1) as answer:  # noqa: S310 - our own address
                return True if answer.status == 200 else None
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(signal.SIGTERM)

    def kill(self) -> None:
        assert self.child is not None
        self.child.kill()

    def printed_links(self) -> list[str]:
        """The one-time links that the server printed since it was first started."""
        links: list[str] = LINK.findall(self.log.read_text())
        return links

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def free_port() -> int:
    """Below those that systems hand out: no client's line takes it while its server is away."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311 - nothing to be guessed
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
