import pytest

from salle.board.sync.protocol import Connect, Reason
from salle.board.sync.schema import SCHEMA, SEQUENCES, why_incompatible
from salle.capsules.records import SCHEMA as SCHEMA_OF_CAPSULES


def connect(*, version: int | None = 7, schema: object = SCHEMA) -> Connect:
    return Connect("request", 0, version, schema)


def test_the_schema_is_that_of_capsules() -> None:
    """B10: a board starts from a capsule's records as they are."""
    assert SCHEMA == SCHEMA_OF_CAPSULES


def test_a_client_of_the_same_version_comes_in() -> None:
    """B10"""
    turned = {"sequences": dict(sorted(SEQUENCES.items(), reverse=True)), "schemaVersion": 2}
    assert why_incompatible(connect()) is None
    assert why_incompatible(connect(schema=turned)) is None


@pytest.mark.parametrize("version", [None, 0, 5, 6])
def test_an_older_protocol_is_too_old(version: int | None) -> None:
    """B10"""
    assert why_incompatible(connect(version=version)) is Reason.CLIENT_TOO_OLD


def test_a_newer_protocol_finds_the_server_too_old() -> None:
    """B10"""
    assert why_incompatible(connect(version=8)) is Reason.SERVER_TOO_OLD


@pytest.mark.parametrize(
    "schema",
    [
        None,
        {},
        [],
        {**SCHEMA, "schemaVersion": 1},
        {**SCHEMA, "sequences": {**SEQUENCES, "com.tldraw.shape": 3}},
        {**SCHEMA, "sequences": {**SEQUENCES, "com.tldraw.shape": 5}},
        {**SCHEMA, "sequences": {**SEQUENCES, "com.tldraw.page": True}},
        {**SCHEMA, "sequences": {**SEQUENCES, "org.example.shape": 1}},
        {"schemaVersion": 2, "sequences": {"com.tldraw.store": 4}},
    ],
)
def test_any_other_schema_is_a_page_to_load_again(schema: object) -> None:
    """B10"""
    assert why_incompatible(connect(schema=schema)) is Reason.CLIENT_TOO_OLD
