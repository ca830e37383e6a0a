"""A network cable between a browser and the server, which a test may pull out."""

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from typing import Self


class Cable:
    """`url` leads to the server for as long as the cable is in. People who use it share it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: set[StreamWriter] = set()
        self._flows: set[asyncio.Task[None]] = set()
        self._is_in = True
        self._is_silent = False
        self.url = ""

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.pull()
        self._listener.close()
        await asyncio.gather(*self._flows, return_exceptions=True)

    def pull(self) -> None:
        """Every connection breaks, and a new one breaks at once."""
        self._is_in = False
        for writer in self._writers:
            writer.transport.abort()

    def smother(self) -> None:
        """Nothing comes through any more, and nobody is told: a dead radio, a lost route."""
        self._is_silent = True

    def mend(self) -> None:
        """As before; what was on its way through a silent cable is lost with its connection."""
        if self._is_silent:
            self._is_silent = False
            self.pull()
        self._is_in = True

    async def _connect(self, reader: StreamReader, writer: StreamWriter) -> None:
        if not self._is_in:
            writer.transport.abort()
            return
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._port)
        for source, target in ((reader, there_writer), (there_reader, writer)):
            flow = asyncio.create_task(self._carry(source, target))
            self._flows.add(flow)
            flow.add_done_callback(self._flows.discard)

    async def _carry(self, source: StreamReader, target: StreamWriter) -> None:
        self._writers.add(target)
        try:
            with suppress(ConnectionError):
                while data := await source.read(65536):
                    if not self._is_silent:
                        target.write(data)
                        await target.drain()
        finally:
            self._writers.discard(target)
            target.close()
