from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from salle.mail.models import OutgoingMail, Status
from salle.mail.retention import KEPT_FOR, WAITS_FOR, forget_letters
from tests.mail.post import Post

MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("status", "kept_for"),
    [(Status.SENT, KEPT_FOR), (Status.FAILED, KEPT_FOR), (Status.WAITING, WAITS_FOR)],
)
async def test_a_letter_is_kept_for_its_time_to_the_moment(
    post: Post, status: Status, kept_for: timedelta
) -> None:
    await post.write()
    async with post.databases.write.begin() as db:
        await db.execute(update(OutgoingMail).values(status=status))
    last = post.time + kept_for
    assert await forgotten(post, last) == 0
    assert await forgotten(post, last + MOMENT) == 1


async def test_one_that_is_of_no_more_use_need_not_wait_as_long(post: Post) -> None:
    useful_until = post.time + timedelta(days=7)
    await post.write(send_before=useful_until)
    assert await forgotten(post, useful_until + KEPT_FOR) == 0
    assert await forgotten(post, useful_until + KEPT_FOR + MOMENT) == 1


async def forgotten(post: Post, now: datetime) -> int:
    count = sum([part async for part in forget_letters(post.databases, now)])
    assert await post.count() == 1 - count
    return count
