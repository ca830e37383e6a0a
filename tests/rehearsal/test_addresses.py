import socket

import pytest

from salle.rehearsal.addresses import NotHere, find

NAMES = {"salle.example": ["192.0.2.7"], "half.example": ["127.0.0.1", "192.0.2.7"]}


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked for a name in a test."""
    look_up = socket.getaddrinfo

    def answer(host: str, port: int, **how: int) -> list[object]:
        if host not in NAMES:
            return list(look_up(host, port, **how))
        return [(None, None, None, "", (ip, port)) for ip in NAMES[host]]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("127.0.0.1:8123/", "http://127.0.0.1:8123"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://127.1.2.3", "http://127.1.2.3"),
        ("https://localhost", "https://localhost"),
    ],
)
def test_this_machine_may_be_rehearsed_on(address: str, found: str) -> None:
    assert str(find(address)) == found


@pytest.mark.parametrize("host", ["salle.example", "half.example", "192.0.2.7", "[2001:db8::1]"])
def test_any_other_machine_is_refused_with_a_sentence_that_says_how(host: str) -> None:
    with pytest.raises(NotHere, match=r"is not this machine.* --also-host "):
        find(f"http://{host}:8000")


def test_another_machine_has_to_be_named_exactly() -> None:
    with pytest.raises(NotHere):
        find("https://salle.example", also_host="example")
    with pytest.raises(NotHere):
        find("https://half.example", also_host="salle.example")
    found = find("https://Salle.Example", also_host="SALLE.example")
    assert (found.host, found.port, found.ips) == ("salle.example", 443, ("192.0.2.7",))
    assert found.authority == "salle.example"


@pytest.mark.parametrize(
    "address",
    ["", "ftp://127.0.0.1", "http://127.0.0.1/salle", "http://127.0.0.1:99999", "http://:80"],
)
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(NotHere):
        find(address)
