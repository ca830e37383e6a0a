"""Which server is meant, and whether it may be rehearsed on."""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

CONNECT_SECONDS = 10.0


class NotHere(Exception):
    """No address to rehearse on; the message says why, in a sentence."""


@dataclass(frozen=True)
class Address:
    host: str
    """As it was named."""
    port: int
    ips: tuple[str, ...]
    """What the name was found to be, once: it is not looked up again."""
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_default = self.port == (80 if self.tls is None else 443)
        return host if is_default else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{'http' if self.tls is None else 'https'}://{self.authority}"

    def connect(self) -> socket.socket:
        connection = self._connect()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls is None:
            return connection
        try:
            return self.tls.wrap_socket(connection, server_hostname=self.host)
        except OSError:
            connection.close()
            raise

    def _connect(self) -> socket.socket:
        *others, last = self.ips
        for ip in others:
            with suppress(OSError):
                return socket.create_connection((ip, self.port), CONNECT_SECONDS)
        return socket.create_connection((last, self.port), CONNECT_SECONDS)


def find(address: str, also_host: str | None = None) -> Address:
    """A server of this machine, or of the one host that was named beside it."""
    asked = urlsplit(address if "://" in address else f"http://{address}")
    try:
        port = asked.port
    except ValueError:
        raise NotHere(f"{address} has no port that there could be.") from None
    host = asked.hostname
    if asked.scheme not in ("http", "https") or not host or asked.path.strip("/") or asked.query:
        raise NotHere(f"{address} is no address such as http://127.0.0.1:8000.")
    tls = ssl.create_default_context() if asked.scheme == "https" else None
    port = port or (80 if tls is None else 443)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotHere(f"Nobody knows where {host} is.") from None
    ips = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    if also_host is None or host != also_host.lower():
        for ip in ips:
            if not ip_address(ip.partition("%")[0]).is_loopback:
                where = host if host == ip else f"{host} ({ip})"
                raise NotHere(
                    f"{where} is not this machine. A rehearsal is a heavy load:"
                    f" to put it on a server of yours, say so with --also-host {host}."
                )
    return Address(host, port, ips, tls)
