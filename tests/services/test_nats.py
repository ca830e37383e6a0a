import asyncio
from urllib.parse import urlsplit

from tests.services.nats import Nats


class Client:
    """As much of NATS's text protocol as it takes to publish and to receive."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    async def read_line(self) -> str:
        return (await self.reader.readline()).decode().rstrip()

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


async def connect(url: str) -> Client:
    address = urlsplit(url)
    client = Client(*await asyncio.open_connection(address.hostname, address.port))
    assert (await client.read_line()).startswith("INFO ")
    await client.send('CONNECT {"verbose":false}', "PING")
    assert await client.read_line() == "PONG"
    return client


async def test_a_message_reaches_who_subscribed(nats_url: str) -> None:
    listener, speaker = await connect(nats_url), await connect(nats_url)
    await listener.send("SUB rooms.7 1", "PING")
    assert await listener.read_line() == "PONG"
    await speaker.send("PUB rooms.7 5", "salut")
    assert await listener.read_line() == "MSG rooms.7 1 5"
    assert await listener.read_line() == "salut"
    await listener.close()
    await speaker.close()


async def test_a_server_comes_back_at_the_same_address(nats: Nats) -> None:
    url = nats.url
    nats.kill()
    nats.start()
    assert nats.url == url
    await (await connect(url)).close()


async def test_two_servers_run_side_by_side(nats: Nats) -> None:
    with Nats() as other:
        assert other.port != nats.port
        await (await connect(other.url)).close()
