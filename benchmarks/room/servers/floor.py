"""The floor: a message is framed once and given to every socket by `send`, and that is all.

No HTTP beyond the handshake, no WebSocket library, no event loop, no check of who may say what.
"""

import select
import socket
import sys
from collections.abc import Iterator

from salle.kit.websocket import text_frame

SWITCH = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n"  # the load's key is constant
)


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(f"ready {listener.getsockname()[1]}", flush=True)
    epoll = select.epoll()
    epoll.register(listener, select.EPOLLIN)
    sockets: dict[int, socket.socket] = {}
    while True:
        for descriptor, _ in epoll.poll():
            if descriptor == listener.fileno():
                connection, _address = listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                head = b""
                while b"\r\n\r\n" not in head:
                    head += connection.recv(1 << 16)
                connection.sendall(SWITCH)
                sockets[connection.fileno()] = connection
                epoll.register(connection, select.EPOLLIN)
                continue
            chunk = sockets[descriptor].recv(1 << 16)
            if not chunk:
                sys.exit()
            for payload in messages(chunk):
                frame = text_frame(payload)
                for each in sockets.values():
                    each.send(frame)


def messages(chunk: bytes) -> Iterator[bytes]:
    """As the load sends them: short, whole, and masked by zeros."""
    start = 0
    while start < len(chunk):
        size, start = chunk[start + 1] & 0x7F, start + 2
        if size == 126:
            size, start = int.from_bytes(chunk[start : start + 2], "big"), start + 2
        start += 4
        yield chunk[start : start + size]
        start += size


if __name__ == "__main__":
    main()
