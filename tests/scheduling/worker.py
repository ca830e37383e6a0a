"""A whole server without a door: `python -m tests.scheduling.worker clock settings`.

Its clock shows what stands in a file. It works until it is killed.
"""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from salle.app import create_app
from salle.kit import database
from salle.settings import Settings


async def work(clock: Path, settings: Settings) -> None:
    app = create_app(settings, clock=lambda: datetime.fromisoformat(clock.read_text()))
    async with app.router.lifespan_context(app):
        print("at work", flush=True)  # noqa: T201 - to whoever started it
        await asyncio.Event().wait()


if __name__ == "__main__":
    database.FROZEN["idle_in_transaction_session_timeout"] = "2s"  # a minute is long for a test
    asyncio.run(work(Path(sys.argv[1]), Settings.model_validate_json(sys.argv[2])))
