from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salle.mail.rules import LONGEST_DELAY, compose, delay_after, domain_of, on_one_line

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def message(
    *, sender: str = "Salle <salle@example.org>", to: str = "ada@example.org", subject: str = "Hi"
) -> EmailMessage:
    return compose(
        sender=sender,
        to=to,
        subject=subject,
        text="Bonjour à vous",
        html="<p>Bonjour à vous</p>",
        message_id="<1@example.org>",
        created_at=NOW,
    )


@settings(deadline=None)  # the machine is shared
@given(st.text())
def test_no_text_adds_a_header(text: str) -> None:
    raw = message(subject=text, sender="Salle <salle@example.org>").as_bytes()
    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b"").split(b"\r\n")
    assert [line.partition(b":")[0] for line in head] == [
        b"From",
        b"To",
        b"Subject",
        b"Date",
        b"Message-ID",
        b"Auto-Submitted",
        b"MIME-Version",
        b"Content-Type",
    ]


@settings(deadline=None)  # the machine is shared
@given(st.text())
def test_what_stands_in_a_header_is_one_line(text: str) -> None:
    line = on_one_line(text)
    assert len(line) <= 200
    assert line == line.strip()
    assert line.isprintable()


def test_the_sender_has_a_name_in_any_language() -> None:
    composed = message(sender="École du Nord <salle@school.example>")
    assert composed["From"].addresses[0].display_name == "École du Nord"
    assert domain_of("École du Nord <salle@school.example>") == "school.example"


@pytest.mark.parametrize("address", ["nobody", "a@b\r\nBcc: all@example.org", ""])
def test_what_is_not_an_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"address|CR or LF"):
        message(to=address)


def test_tries_come_later_each_time_and_never_stop_before_the_end() -> None:
    delays = [delay_after(attempts) for attempts in range(1, 60)]
    assert delays[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_DELAY
