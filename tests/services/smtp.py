"""An SMTP server in a thread, which keeps the mails it is given."""

import asyncio
import socket
from collections.abc import Awaitable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Self

from aiosmtpd.controller import BaseThreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 OK"


@dataclass(frozen=True)
class Delivery:
    """A mail, and whom the envelope named: that decides who gets it, not the headers."""

    sender: str
    recipients: list[str]
    message: EmailMessage


class Mailbox:
    """`messages` holds what was accepted, in order; `answer` is the reply to the next mails.

    A mail is in `messages` before its sender is told that it was accepted.
    """

    def __init__(self) -> None:
        self.answer = ACCEPTED
        self.deliveries: list[Delivery] = []
        self.refused = 0
        listener = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = listener.getsockname()
        self.controller = Controller(self, listener)
        self.controller.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    @property
    def messages(self) -> list[EmailMessage]:
        return [delivery.message for delivery in self.deliveries]

    async def wait_for(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """For mails that a task sends by itself."""
        async with asyncio.timeout(seconds):
            while len(self.deliveries) < count:  # noqa: ASYNC110  # they arrive in another thread
                await asyncio.sleep(0.005)
        return self.messages

    async def handle_DATA(  # noqa: N802  # aiosmtpd names its hooks after the SMTP commands
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.answer != ACCEPTED:
            self.refused += 1
            return self.answer
        assert envelope.mail_from is not None
        assert isinstance(envelope.original_content, bytes)
        message = BytesParser(EmailMessage, policy=default).parsebytes(envelope.original_content)
        self.deliveries.append(Delivery(envelope.mail_from, envelope.rcpt_tos, message))
        return ACCEPTED


class Controller(BaseThreadedController):
    """Listens on a socket that is bound already: a port chosen before is a port to race for."""

    def __init__(self, mailbox: Mailbox, listener: socket.socket) -> None:
        super().__init__(mailbox)
        self.listener = listener

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)

    def _trigger_server(self) -> None:
        with socket.create_connection(self.listener.getsockname()) as connection:
            connection.recv(1024)  # the greeting: a session was made
