"""What a server sends, byte by byte."""

from salle.rehearsal.websocket import FINAL, TEXT


def server_frame(payload: bytes, opcode: int = TEXT, *, final: bool = True) -> bytes:
    """As RFC 6455, 5.2 has it, without a mask."""
    size = len(payload)
    first = bytes([(FINAL if final else 0) | opcode])
    if size < 126:
        return first + bytes([size]) + payload
    if size < 65536:
        return first + bytes([126]) + size.to_bytes(2, "big") + payload
    return first + bytes([127]) + size.to_bytes(8, "big") + payload
