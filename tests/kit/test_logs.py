import logging
from collections.abc import Iterator

import pytest

from salle.kit.logs import configure_logs


@pytest.fixture(autouse=True)
def _levels_as_before() -> Iterator[None]:
    root, salle = logging.getLogger(), logging.getLogger("salle")
    handlers, levels = root.handlers, (root.level, salle.level)
    access = logging.getLogger("uvicorn.access")
    was_disabled = access.disabled
    yield
    root.handlers = handlers
    root.setLevel(levels[0])
    salle.setLevel(levels[1])
    access.disabled = was_disabled


def test_debug_is_said_by_salle_alone() -> None:
    """Libraries would say what people wrote, and by which ticket they came (H9)."""
    configure_logs("debug")
    assert logging.getLogger("salle.rooms.live").isEnabledFor(logging.DEBUG)
    for library in ("uvicorn.error", "websockets.server", "aiosqlite", "sqlalchemy.engine"):
        assert not logging.getLogger(library).isEnabledFor(logging.DEBUG)


def test_a_level_is_everybodys() -> None:
    configure_logs("warning")
    for name in ("salle.rooms.live", "uvicorn.error"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
        assert logging.getLogger(name).isEnabledFor(logging.WARNING)
