"""Processes that are killed and frozen while reminders leave, on PostgreSQL, by a real server."""

import asyncio
import json
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from salle.mail.models import OutgoingMail, Status
from salle.mail.rules import TRY_LASTS
from salle.scheduling.claims import CLAIM_FOR
from salle.scheduling.models import DueWork
from salle.scheduling.rules import WorkKind
from tests.scheduling.desk import remind, rows
from tests.scheduling.school import School
from tests.services.child import Child
from tests.services.smtp import Mailbox
from tests.world import open_world
from tools.node import ROOT

REMINDER = WorkKind.REMINDER_10M
PEOPLE = 200


class Workers:
    """Processes on one database, whose clock stands still until it is set."""

    def __init__(self, folder: Path, database_url: str, smtp: Mailbox) -> None:
        self.clock = folder / "clock"
        self.folder = folder
        self.settings = {
            "database_url": database_url,
            "data": str(folder),
            "secret": "s" * 40,
            "smtp_host": smtp.host,
            "smtp_port": smtp.port,
            "smtp_security": "none",
            "look_every_seconds": 0.05,
        }
        self.started: list[Child] = []

    def set_clock(self, moment: datetime) -> None:
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(moment.isoformat())
        fresh.rename(self.clock)

    def start(self) -> Child:
        log = self.folder / f"worker-{len(self.started)}.log"
        command = [sys.executable, "-m", "tests.scheduling.worker", str(self.clock)]
        child = Child([*command, json.dumps(self.settings)], log=log, folder=ROOT)
        self.started.append(child)
        return child

    def wait_until_at_work(self, *children: Child) -> None:
        for child in children:
            child.wait_until_ready(partial(is_at_work, child))


def is_at_work(child: Child) -> bool | None:
    return "at work" in child.log.read_text() or None


@contextmanager
def open_workers(folder: Path, database_url: str, smtp: Mailbox) -> Iterator[Workers]:
    workers = Workers(folder, database_url, smtp)
    try:
        yield workers
    finally:
        for child in workers.started:
            child.kill()


def ids(smtp: Mailbox) -> Counter[str]:
    """How often each Message-ID came."""
    return Counter(str(message["Message-ID"]) for message in smtp.messages)


async def wait_for_different(smtp: Mailbox, count: int) -> None:
    async with asyncio.timeout(60):
        while len(ids(smtp)) < count:  # noqa: ASYNC110 - they arrive in another thread
            await asyncio.sleep(0.01)


async def test_a_process_that_is_killed_and_one_that_is_frozen_lose_no_reminder(
    postgres_url: str, tmp_path: Path, smtp: Mailbox
) -> None:
    """W9: each reminder comes once, and for each crash at most one of them comes again."""
    async with open_world(postgres_url, tmp_path) as world, School(world) as school:
        session = await school.ada.schedule()
        await remind(school, session, *(f"p{number}@example.org" for number in range(PEOPLE)))
        due_at = datetime.fromisoformat(session["start_time"]) - timedelta(minutes=10)
        with open_workers(tmp_path, postgres_url, smtp) as workers:
            workers.set_clock(due_at - timedelta(minutes=1))
            killed, frozen = workers.start(), workers.start()
            workers.wait_until_at_work(killed, frozen)
            assert smtp.messages == []
            workers.set_clock(due_at)
            await wait_for_different(smtp, 20)
            killed.kill()
            await wait_for_different(smtp, 40)
            frozen.process.send_signal(signal.SIGSTOP)
            assert len(ids(smtp)) < PEOPLE, "they were too fast for this test"

            survivor = workers.start()
            workers.wait_until_at_work(survivor)
            workers.set_clock(due_at + max(CLAIM_FOR, TRY_LASTS))
            await wait_until_all_sent(school)
            survivor.kill()

            # Whoever was frozen goes on, as if nothing had been: with what is new.
            frozen.process.send_signal(signal.SIGCONT)
            await remind(school, session, "late@example.org")
            workers.set_clock(due_at + 3 * max(CLAIM_FOR, TRY_LASTS))
            await wait_for_different(smtp, PEOPLE + 1)
            await wait_until_all_sent(school)

        reminders = await rows(school, REMINDER)
        assert all(each.done_at for each in reminders)
        wanted = {f"<{each.message_id}@localhost>" for each in reminders}
        assert ids(smtp).keys() == wanted
        came_again = len(smtp.messages) - len(wanted)
        assert came_again <= 2, "one for each crash"
        by_person = defaultdict(set)
        for delivery in smtp.deliveries:
            by_person[delivery.recipients[0]].add(delivery.message["Message-ID"])
        assert {len(each) for each in by_person.values()} == {1}
        assert len(by_person) == PEOPLE + 1


async def wait_until_all_sent(school: School) -> None:
    unsent = select(func.count()).where(OutgoingMail.status != Status.SENT)
    undone = select(func.count()).where(DueWork.kind == REMINDER, DueWork.done_at.is_(None))
    async with asyncio.timeout(60):
        while True:
            async with school.world.databases.read() as db:
                if not await db.scalar(undone) and not await db.scalar(unsent):
                    return
            await asyncio.sleep(0.02)
