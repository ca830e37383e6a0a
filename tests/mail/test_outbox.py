import asyncio
import socket
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from salle.mail.actions import claim_due_mail, settle_failed, settle_sent
from salle.mail.outbox import MailServer
from salle.mail.retention import forget_letters
from salle.mail.rules import TRIED_FOR, TRY_LASTS, CalendarPart
from tests.mail.post import Post
from tests.services.smtp import Mailbox


def served_by(smtp: Mailbox) -> MailServer:
    return MailServer(host=smtp.host, port=smtp.port, security="none")


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


async def test_a_letter_leaves_with_the_transaction_it_was_written_in(
    post: Post, smtp: Mailbox
) -> None:
    outbox = post.outbox(served_by(smtp))
    mail_id = await post.write(by=outbox)
    [message] = await smtp.wait_for(1)
    assert message["Subject"] == "Ada invites you to Salle"
    assert message["To"] == "ada@example.org"
    assert message["From"] == "École du Nord <salle@school.example>"
    assert message["Message-ID"] == f"<{mail_id}@school.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "http://127.0.0.1:8000/link#abc" in text.get_content()
    assert "http://127.0.0.1:8000/link#abc" in html.get_content()


async def test_a_sent_mail_keeps_no_link(post: Post, smtp: Mailbox) -> None:
    mail_id = await post.write()
    post.outbox(served_by(smtp))
    mail = await post.wait_until(mail_id, status="sent")
    assert (mail.text, mail.html, mail.sent_at) == ("", "", post.time)


async def test_a_letter_of_a_transaction_that_failed_never_leaves(
    post: Post, smtp: Mailbox
) -> None:
    outbox = post.outbox(served_by(smtp))
    async with post.databases.write() as db:
        await outbox.queue_letter(
            db,
            template="password_changed",
            to="ada@example.org",
            language="en",
            values={"name": "Ada"},
            now=post.time,
        )
        await db.rollback()
    await post.write("bob@example.org", by=outbox)
    [message] = await smtp.wait_for(1)
    assert message["To"] == "bob@example.org"
    assert await post.count() == 1


async def test_while_the_mail_server_is_down_mail_waits_and_then_leaves(
    post: Post, smtp: Mailbox
) -> None:
    away = post.outbox(MailServer(host="127.0.0.1", port=unused_port(), security="none"))
    mail_id = await post.write(by=away)
    mail = await post.wait_until(mail_id, status="waiting")
    assert mail.next_try_at == post.time + timedelta(seconds=30)
    assert "SMTPConnectError" in mail.last_error
    await away.stop()

    post.time += timedelta(seconds=30)
    post.outbox(served_by(smtp))
    [message] = await smtp.wait_for(1)
    assert message["Message-ID"] == f"<{mail_id}@school.example>"


async def test_a_server_that_is_busy_is_asked_again(post: Post, smtp: Mailbox) -> None:
    smtp.answer = "451 try again later"
    outbox = post.outbox(served_by(smtp))
    mail_id = await post.write(by=outbox)
    mail = await post.wait_until(mail_id, status="waiting")
    assert mail.last_error.startswith("451")
    smtp.answer = "250 OK"
    post.time += timedelta(minutes=1)
    await smtp.wait_for(1)


async def test_a_refusal_for_good_is_kept_with_its_reason(post: Post, smtp: Mailbox) -> None:
    smtp.answer = "554 no such mailbox"
    outbox = post.outbox(served_by(smtp))
    mail_id = await post.write(by=outbox)
    mail = await post.wait_until(mail_id, status="failed")
    assert mail.last_error == "554 no such mailbox"
    assert "link#abc" in mail.text


async def test_what_is_no_address_does_not_stop_the_others(post: Post, smtp: Mailbox) -> None:
    bad = await post.write("a@b\r\nBcc: all@example.org")
    good = await post.write("bob@example.org")
    post.outbox(served_by(smtp))
    await post.wait_until(bad, status="failed")
    await post.wait_until(good, status="sent")
    assert [each.recipients for each in smtp.deliveries] == [["bob@example.org"]]


async def test_an_address_in_another_script_is_written_to(post: Post, smtp: Mailbox) -> None:
    mail_id = await post.write("éva@example.org")
    post.outbox(served_by(smtp))
    mail = await post.wait_until(mail_id, status="sent")
    assert mail.to == "éva@example.org"
    assert smtp.deliveries[0].recipients == ["éva@example.org"]


async def test_a_mail_that_is_of_no_use_any_more_is_not_sent(post: Post, smtp: Mailbox) -> None:
    mail_id = await post.write(send_before=post.time + timedelta(hours=1))
    post.time += timedelta(hours=1)
    post.outbox(served_by(smtp))
    mail = await post.wait_until(mail_id, status="failed")
    assert mail.last_error == "expired"
    assert smtp.messages == []


async def test_after_days_of_trying_a_mail_is_given_up_but_kept(post: Post) -> None:
    mail_id = await post.write()
    post.time += TRIED_FOR
    post.outbox(MailServer(host="127.0.0.1", port=unused_port(), security="none"))
    mail = await post.wait_until(mail_id, status="failed")
    assert "link#abc" in mail.text


async def test_several_processes_send_each_mail_once(post: Post, smtp: Mailbox) -> None:
    written = {await post.write(f"person{number}@example.org") for number in range(20)}
    for _ in range(3):
        post.outbox(served_by(smtp))
    for mail_id in written:
        await post.wait_until(mail_id, status="sent")
    sent = [each["Message-ID"] for each in smtp.messages]
    assert sorted(sent) == sorted(f"<{mail_id}@school.example>" for mail_id in written)


async def test_a_mail_whose_process_was_killed_is_sent_by_another(
    post: Post, smtp: Mailbox
) -> None:
    mail_id = await post.write()
    async with post.databases.write.begin() as db:
        killed = await claim_due_mail(db, post.time)
    assert killed is not None
    async with post.databases.write.begin() as db:
        assert await claim_due_mail(db, post.time) is None
    post.time += TRY_LASTS
    post.outbox(served_by(smtp))
    await post.wait_until(mail_id, status="sent", attempts=2)
    # Whoever was taken for dead and was only slow changes nothing any more.
    async with post.databases.write.begin() as db:
        await settle_failed(db, killed, error="late", is_final=True, now=post.time)
        await settle_sent(db, killed, post.time + timedelta(hours=1))
    mail = await post.read(mail_id)
    assert (mail.status, mail.last_error, mail.sent_at) == ("sent", "", post.time)


async def test_two_who_claim_at_once_get_different_mails(post: Post) -> None:
    await post.write("ada@example.org")
    await post.write("bob@example.org")

    async def claim() -> str | None:
        async with post.databases.write.begin() as db:
            mail = await claim_due_mail(db, post.time)
            await asyncio.sleep(0.01)
            return None if mail is None else mail.to

    claimed = await asyncio.gather(claim(), claim())
    assert sorted(filter(None, claimed)) == ["ada@example.org", "bob@example.org"]


async def test_without_a_mail_server_mail_waits(post: Post) -> None:
    outbox = post.outbox(None)
    mail_id = await post.write(by=outbox)
    assert not outbox.is_sending
    mail = await post.read(mail_id)
    assert (mail.status, mail.attempts) == ("waiting", 0)


async def test_old_mails_are_forgotten_unless_they_still_wait(post: Post, smtp: Mailbox) -> None:
    sent = await post.write()
    outbox = post.outbox(served_by(smtp))
    await post.wait_until(sent, status="sent")
    await outbox.stop()
    waiting = await post.write("bob@example.org")
    await post.write("late@example.org", send_before=post.time)
    later = post.time + timedelta(days=31)
    assert [part async for part in forget_letters(post.databases, later)] == [2]
    assert await post.count() == 1
    assert (await post.read(waiting)).status == "waiting"


async def test_a_calendar_entry_travels_with_its_mail(post: Post, smtp: Mailbox) -> None:
    entry = "BEGIN:VCALENDAR\r\nSUMMARY:Éveil, 🎈\r\nEND:VCALENDAR\r\n"
    mail_id = await post.write(calendar=CalendarPart("REQUEST", entry))
    post.outbox(served_by(smtp))
    mail = await post.wait_until(mail_id, status="sent")
    assert (mail.calendar, mail.text) == ("", "")
    [message] = smtp.messages
    parts = [part for part in message.walk() if not part.is_multipart()]
    kinds = ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert [part.get_content_type() for part in parts] == kinds
    alternative, attached = parts[2:]
    assert alternative.get_param("method") == "REQUEST"
    assert alternative.get_payload(decode=True) == entry.encode()
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == entry.encode()


async def test_whoever_names_a_mail_knows_its_message_id_and_queues_it_once(
    post: Post, smtp: Mailbox
) -> None:
    await post.write(mail_id="a" * 32)
    with pytest.raises(IntegrityError):
        await post.write(mail_id="a" * 32)
    post.outbox(served_by(smtp))
    [message] = await smtp.wait_for(1)
    assert message["Message-ID"] == f"<{'a' * 32}@school.example>"


async def test_what_was_queued_while_the_clock_was_ahead_leaves_when_it_is_set_right(
    post: Post, smtp: Mailbox
) -> None:
    post.time += timedelta(days=400)
    mail_id = await post.write()
    post.time -= timedelta(days=400)
    post.outbox(served_by(smtp))
    await post.wait_until(mail_id, status="sent")
