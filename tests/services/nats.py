"""A NATS server from the binary of a Python package. It starts in about 15 ms."""

import json
import shutil
import sysconfig
import tempfile
from pathlib import Path
from typing import Self

from tests.services.child import Child

ANY_PORT = -1


class Nats:
    """`url` stays the same when a test stops the server and starts it again."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="salle-nats-"))
        self.port = ANY_PORT
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.child = Child(
            [
                find_program(),
                *("--addr", "127.0.0.1"),
                *("--port", str(self.port)),
                *("--ports_file_dir", self.folder),
            ],
            log=self.folder / "log",
        )
        self.port = self.child.wait_until_ready(self.read_port)

    def read_port(self) -> int | None:
        """The server writes the ports it was given into a file that is named after its pid."""
        try:
            ports = json.loads((self.folder / f"nats-server_{self.child.pid}.ports").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        urls: list[str] = ports.get("nats", [])
        return int(urls[0].rpartition(":")[2]) if urls else None

    def stop(self) -> None:
        self.child.stop()

    def kill(self) -> None:
        self.child.kill()


def find_program() -> Path:
    return Path(sysconfig.get_path("scripts")) / "nats-server"
