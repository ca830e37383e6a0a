"""What pages asked and heard, told when a test fails."""

import asyncio
import sys
from collections import deque
from time import monotonic

from playwright.async_api import Page, Request

MOST_LINES = 120
LOG_LINES = 40


class Journal:
    def __init__(self) -> None:
        self._began = monotonic()
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._unanswered: dict[Request, str] = {}
        self._heard = asyncio.Event()
        self._pages = 0

    def watch(self, page: Page) -> None:
        self._pages += 1
        who = f"page {self._pages}"

        def ask(request: Request) -> None:
            if request.url.startswith("blob:"):
                return
            asked = f"{who} {request.method} {request.url}"
            self._unanswered[request] = asked
            if "/assets/" not in request.url:
                self._note(asked)

        def hear(request: Request, how: str) -> None:
            if self._unanswered.pop(request, None) and "/assets/" not in request.url:
                self._note(f"{who} {how} {request.url}")
            self._heard.set()

        page.on("request", ask)
        page.on("requestfinished", lambda request: hear(request, "heard of"))
        page.on("requestfailed", lambda request: hear(request, f"failed ({request.failure})"))
        page.on("console", lambda message: self._note(f"{who} {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self._note(f"{who} error: {error}"))

    def _note(self, what: str) -> None:
        self._lines.append(f"{monotonic() - self._began:7.1f} s {what}")

    async def until_all_is_heard(self, seconds: float) -> None:
        """What pages have asked for is there."""
        async with asyncio.timeout(seconds):
            while self._unanswered:
                self._heard.clear()
                await self._heard.wait()

    def tell(self, server_log: str) -> None:
        """pytest shows it beside what failed, and nowhere else."""
        told = ["What pages did last:", *self._lines, "Not answered:", *self._unanswered.values()]
        told += ["The server's last words:", *server_log.splitlines()[-LOG_LINES:]]
        sys.stdout.write("\n".join([*told, ""]))
