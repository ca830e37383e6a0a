"""uWebSockets through socketify: everybody is subscribed to one topic."""

from importlib import import_module
from typing import Any

socketify: Any = import_module("socketify")  # from the packages of the bench, without types
TOPIC = "room"


def listen() -> None:
    app = socketify.App()

    def come(websocket: Any) -> None:  # noqa: ANN401 - published without types
        websocket.subscribe(TOPIC)

    def talk(websocket: Any, text: Any, opcode: Any) -> None:  # noqa: ANN401 - the same
        websocket.publish(TOPIC, text, opcode)

    app.ws("/*", {"open": come, "message": talk, "idle_timeout": 0, "compression": 0})
    app.listen(
        socketify.AppListenOptions(port=0, host="127.0.0.1"),
        lambda listening: print(f"ready {listening.port}", flush=True),
    )
    app.run()


if __name__ == "__main__":
    listen()
