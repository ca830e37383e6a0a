"""`python -m tools.migration "add colours"`: writes the migration from the schema to the models."""

import asyncio
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from salle import migrations
from salle.kit.database import Databases
from salle.migrations import running

RUFF = Path(sys.executable).parent / "ruff"
VERSIONS = Path(migrations.__file__).parent / "versions"


def write_migration(config: Config, message: str) -> None:
    count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
    slug = re.sub(r"\W+", "_", message.lower()).strip("_")
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    config.set_main_option("file_template", f"{day}_%%(rev)s_{slug}")
    command.revision(config, message, autogenerate=True, rev_id=f"{count + 1:04}")


async def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(f"sqlite:///{folder}/empty.db")
        await migrations.upgrade(databases)

        def write(connection: Connection) -> None:
            write_migration(running.configure(connection), message)

        async with databases.write_engine.begin() as connection:
            await connection.run_sync(write)
        await databases.dispose()


def tidy() -> None:
    subprocess.run([RUFF, "format", "--quiet", VERSIONS], check=True)
    subprocess.run([RUFF, "check", "--fix", "--quiet", VERSIONS], check=True)


if __name__ == "__main__":
    asyncio.run(main(" ".join(sys.argv[1:]) or sys.exit(__doc__)))
    tidy()
