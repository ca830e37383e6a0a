import asyncio
from email.message import EmailMessage

import aiosmtplib
import pytest

from tests.services.smtp import Mailbox


def write_invitation() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "salle@example.org"
    message["To"] = "Zoé <zoe@example.org>"
    message["Subject"] = "Votre séance de demain à 9 h"
    message.set_content("À demain !\n")
    return message


async def send(message: EmailMessage, smtp: Mailbox) -> None:
    await aiosmtplib.send(message, hostname=smtp.host, port=smtp.port, start_tls=False)


async def test_a_mail_arrives_as_it_was_written(smtp: Mailbox) -> None:
    await send(write_invitation(), smtp)
    (message,) = smtp.messages
    assert message["Subject"] == "Votre séance de demain à 9 h"
    assert message.get_content().replace("\r\n", "\n") == "À demain !\n"
    assert smtp.deliveries[0].recipients == ["zoe@example.org"]


async def test_a_mail_of_a_task_can_be_waited_for(smtp: Mailbox) -> None:
    task = asyncio.create_task(send(write_invitation(), smtp))
    assert len(await smtp.wait_for(1)) == 1
    await task


async def test_waiting_for_a_mail_that_never_comes_ends(smtp: Mailbox) -> None:
    with pytest.raises(TimeoutError):
        await smtp.wait_for(1, seconds=0.05)


async def test_a_refused_mail_is_not_kept(smtp: Mailbox) -> None:
    smtp.answer = "451 4.3.0 Try again later"
    with pytest.raises(aiosmtplib.SMTPDataError, match="Try again later"):
        await send(write_invitation(), smtp)
    assert smtp.messages == []
    assert smtp.refused == 1
