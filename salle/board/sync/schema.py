"""The schema of tldraw 3.15.6, and who may come in with another (B10)."""

from collections.abc import Mapping

from salle.board.sync.equality import is_equal
from salle.board.sync.protocol import PROTOCOL_VERSION, Connect, Reason

SEQUENCES: Mapping[str, int] = {
    "com.tldraw.store": 4,
    "com.tldraw.asset": 1,
    "com.tldraw.camera": 1,
    "com.tldraw.document": 2,
    "com.tldraw.instance": 25,
    "com.tldraw.instance_page_state": 5,
    "com.tldraw.page": 1,
    "com.tldraw.instance_presence": 6,
    "com.tldraw.pointer": 1,
    "com.tldraw.shape": 4,
    "com.tldraw.asset.bookmark": 2,
    "com.tldraw.asset.image": 5,
    "com.tldraw.asset.video": 5,
    "com.tldraw.shape.arrow": 6,
    "com.tldraw.shape.bookmark": 2,
    "com.tldraw.shape.draw": 2,
    "com.tldraw.shape.embed": 4,
    "com.tldraw.shape.frame": 1,
    "com.tldraw.shape.geo": 10,
    "com.tldraw.shape.group": 0,
    "com.tldraw.shape.highlight": 1,
    "com.tldraw.shape.image": 5,
    "com.tldraw.shape.line": 5,
    "com.tldraw.shape.note": 9,
    "com.tldraw.shape.text": 3,
    "com.tldraw.shape.video": 4,
    "com.tldraw.binding.arrow": 1,
}
SCHEMA: dict[str, object] = {"schemaVersion": 2, "sequences": dict(SEQUENCES)}


def why_incompatible(message: Connect) -> Reason | None:
    """Records are never migrated: a client has this version, or is a page to be loaded again."""
    version = message.protocol_version
    if version is not None and version > PROTOCOL_VERSION:
        return Reason.SERVER_TOO_OLD
    if version != PROTOCOL_VERSION or not is_equal(message.schema, SCHEMA):
        return Reason.CLIENT_TOO_OLD
    return None
