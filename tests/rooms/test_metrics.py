import pytest

from salle.kit.metrics import REGISTRY
from tests.rooms.client import Refused
from tests.rooms.world import School, eventually


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


async def test_rooms_sockets_and_commands_are_counted(school: School, room: str) -> None:
    names: list[tuple[str, dict[str, str]]] = [
        ("salle_rooms", {}),
        ("salle_sockets", {"to": "room"}),
        ("salle_room_command_seconds_count", {"answer": "settled"}),
        ("salle_room_command_seconds_count", {"answer": "refused"}),
    ]
    before = [value(name, **labels) for name, labels in names]
    trainer, tom = await school.trainer(room), await school.guest(room)
    await trainer.ask("slide.show", page_id="page:2")
    await tom.ask("hand.raise")
    with pytest.raises(Refused):
        await tom.ask("slide.show", page_id="page:1")
    after = [value(name, **labels) for name, labels in names]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 2, 2, 1]
    await tom.close()
    await trainer.until(lambda: trainer.view["presence"]["here"] == 0)

    async def one_is_left() -> bool:
        return value("salle_sockets", to="room") == before[1] + 1

    await eventually(one_is_left)
