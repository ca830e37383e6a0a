"""All that a browser is told by servers, as text."""

import asyncio
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, Response, WebSocket


class Traffic:
    """What the pages of one browser asked for, and every answer and frame that came.

    None of them may leave its address: a browser throws away what it was told there.
    """

    def __init__(self, page: Page) -> None:
        self.context = page.context
        self.addresses: list[str] = []
        self.frames: list[str] = []
        self.answers: list[str] = []
        self._reading: list[asyncio.Task[None]] = []
        self.context.on("request", lambda request: self.addresses.append(request.url))
        self.context.on("response", self._begin_to_read)
        self.context.on("page", self._watch)
        self._watch(page)

    def _watch(self, page: Page) -> None:
        page.on("websocket", self._listen)

    def _begin_to_read(self, response: Response) -> None:
        self._reading.append(asyncio.create_task(self._read(response)))

    async def _read(self, response: Response) -> None:
        if response.status == HTTPStatus.OK:
            self.answers.append((await response.body()).decode(errors="replace"))

    def _listen(self, socket: WebSocket) -> None:
        self.addresses.append(socket.url)
        socket.on("framereceived", lambda payload: self.frames.append(str(payload)))

    async def read_all(self) -> None:
        await asyncio.gather(*self._reading)

    def forget(self) -> None:
        self.frames.clear()
        self.answers.clear()

    @property
    def hosts(self) -> set[str]:
        """Without the addresses that lead nowhere, such as data: and blob:."""
        return {urlsplit(address).netloc for address in self.addresses} - {""}

    def texts(self) -> list[str]:
        return [*self.frames, *self.answers]

    def documents(self) -> Iterator[Any]:
        """What came as JSON."""
        for text in self.texts():
            try:
                yield json.loads(text)
            except ValueError:
                continue
