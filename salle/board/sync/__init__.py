"""tldraw's sync protocol, version 7: a pure core, without sockets, storage or clock.

The specification is docs/board-protocol.md; its rules (B1, B2, …) are cited here and by the tests.
Values are JSON as orjson reads it, and are never changed in place: what one part has read, another
may keep.
"""
