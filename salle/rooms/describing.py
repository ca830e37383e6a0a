"""The frames of the room socket, as they stand in the OpenAPI document."""

from typing import Any

from pydantic import TypeAdapter

from salle.rooms.frames import ClientFrame, ServerFrame


def describe_frames(ref_template: str = "#/components/schemas/{model}") -> dict[str, Any]:
    """Schemas by name: every frame and what it holds, `RoomClientFrame`, `RoomServerFrame`."""
    unions, described = TypeAdapter.json_schemas(
        [
            ("RoomClientFrame", "validation", TypeAdapter(ClientFrame)),
            ("RoomServerFrame", "serialization", TypeAdapter(ServerFrame)),
        ],
        ref_template=ref_template,
    )
    return {**described["$defs"], **{name: schema for (name, _mode), schema in unions.items()}}
