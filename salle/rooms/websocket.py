"""uvicorn's WebSocket, and the one thing that it cannot do."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "salle"


class RoomWebSocket(WebSocketsSansIOProtocol):
    """Lets the application drop a peer that has stopped reading.

    Such a peer blocks `close` as well as `send`: closing waits until its buffer is empty, which it
    never is. `scope["extensions"]["salle"]["abort"]()` does not wait.
    """

    async def run_asgi(self) -> None:
        self.scope.setdefault("extensions", {})[EXTENSION] = {"abort": self.transport.abort}
        await super().run_asgi()
