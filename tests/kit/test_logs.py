import logging
from collections.abc import Iterator

import pytest

from salle.kit.logs import configure_logs


@pytest.fixture(autouse=True)
def _levels_as_before() -> Iterator[None]:
    """Also those that a server with the logs of uvicorn's own has left in this process."""
    names = ("", "salle", "uvicorn", "uvicorn.error")
    root, levels = logging.getLogger(), {name: logging.getLogger(name).level for name in names}
    handlers = root.handlers
    access = logging.getLogger("uvicorn.access")
    was_disabled = access.disabled
    for name in names:
        logging.getLogger(name).setLevel(logging.NOTSET)
    yield
    root.handlers = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
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
