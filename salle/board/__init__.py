"""The board: the tldraw document of a room or a capsule, as the server knows it."""
