"""What the server tells about itself, in figures; none of them is about a person.

Each is defined where it is counted; `render` gives them all in Prometheus' text format.
"""

import asyncio

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each began: nobody asks
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
LOOK_EVERY = 0.5  # seconds

SOCKETS = Gauge(
    "salle_sockets", "WebSockets that were let in, by what they lead to", ["to"], registry=REGISTRY
)
LOOP_LAG = Histogram(
    "salle_loop_lag_seconds",
    "How much later than asked the event loop came back",
    buckets=SECONDS,
    registry=REGISTRY,
)


def render() -> bytes:
    return generate_latest(REGISTRY)


async def watch_loop() -> None:
    """For ever: how late is the loop?"""
    now = asyncio.get_running_loop().time
    while True:
        due = now() + LOOK_EVERY
        await asyncio.sleep(LOOK_EVERY)
        LOOP_LAG.observe(max(0.0, now() - due))
