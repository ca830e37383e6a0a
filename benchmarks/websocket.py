"""What benchmarks of boards need of a WebSocket beyond `salle.rehearsal.websocket`."""

import socket

from salle.rehearsal.websocket import FINAL, LIMIT_16, TEXT, request_websocket


def body_of_single_frame(buffer: bytearray, size: int) -> int:
    """Where the payload starts if the buffer holds one whole text frame and nothing else, or 0."""
    if size < 2 or buffer[0] != FINAL | TEXT:
        return 0
    length = buffer[1]
    if length < LIMIT_16:
        return 2 if size == 2 + length else 0
    if length == LIMIT_16:
        return 4 if size >= 4 and size == 4 + (buffer[2] << 8 | buffer[3]) else 0
    return 0


class Refused(Exception):
    """The server did not open a WebSocket; what it said instead."""


def open_websocket(port: int, path: str, *, timeout: float) -> tuple[socket.socket, bytes]:
    """A socket of this machine after its handshake, and what had already arrived behind it."""
    connection = socket.create_connection(("127.0.0.1", port), timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(request_websocket(f"127.0.0.1:{port}", path))
    answer = b""
    while b"\r\n\r\n" not in answer:
        chunk = connection.recv(1 << 16)
        if not chunk:
            break
        answer += chunk
    head, _, rest = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 101 "):
        connection.close()
        raise Refused(answer.decode(errors="replace"))
    return connection, rest
