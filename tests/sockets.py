"""What a client does with any socket of Salle, whatever is said on it. It imports nothing of it."""

import asyncio
from collections.abc import Callable

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

WAIT = 10.0


class SocketClient:
    """Takes what arrives until the socket is closed, and tells those who wait for something."""

    def __init__(self) -> None:
        self.close_code: int | None = None
        self.close_reason = ""
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    @property
    def socket(self) -> ClientConnection:
        assert self._socket is not None
        return self._socket

    def take(self, text: str) -> None:
        raise NotImplementedError

    async def plug_in(self, address: str) -> None:
        """A socket, and nothing said on it."""
        self.close_code = None
        self._socket = await connect(
            address, compression=None, max_size=None, proxy=None, ping_interval=None
        )
        self._reader = asyncio.create_task(self._read(self._socket))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until this holds of what was received."""
        async with asyncio.timeout(WAIT), self._news:
            await self._news.wait_for(lambda: bool(holds()))

    async def closed(self) -> int:
        """The close code, once the server has closed the socket."""
        await self.until(lambda: self.close_code is not None)
        assert self.close_code is not None
        return self.close_code

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    def cut(self) -> None:
        """Lose the network."""
        self.socket.transport.abort()

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                assert isinstance(text, str)
                self.take(text)
                async with self._news:
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        finally:
            if self._socket is socket:
                self.close_code = socket.close_code if socket.close_code is not None else 1006
                self.close_reason = socket.close_reason or ""
            async with self._news:
                self._news.notify_all()
