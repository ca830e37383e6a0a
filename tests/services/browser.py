"""Chromium for one test.

Playwright's objects belong to the event loop that made them, and each test has its own loop.
Measured on two busy cores: starting Playwright's driver takes 0.25 s and cannot be shared between
loops, starting Chromium 0.06 s. So each test starts both: sharing one Chromium would save little,
and would let one test's downloads, permissions and crashes reach the next.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

from tools.browser import find_chromium, make_environment
from tools.node import find_node

ARGUMENTS = [
    "--no-sandbox",  # it needs rights that root in a container has not
    "--disable-dev-shm-usage",  # /dev/shm of a container may be too small
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",  # grants camera and microphone without asking
    "--disable-gpu",  # pretending to have a card takes most of the processor's time
]


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    with pytest.MonkeyPatch.context() as environment:
        # Playwright's own node needs a library that a bare system lacks.
        environment.setenv("PLAYWRIGHT_NODEJS_PATH", str(find_node()))
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=find_chromium(), env={**make_environment()}, args=ARGUMENTS
            )
            yield browser
            await browser.close()
