"""What the server says of itself: its CPU and its memory, if it may be asked."""

from dataclasses import dataclass

from salle.rehearsal.api import Api

CPU = "process_cpu_seconds_total"
MEMORY = "process_resident_memory_bytes"


@dataclass(frozen=True)
class Usage:
    cpu_seconds: float
    memory_bytes: float


def read_usage(api: Api, token: str) -> Usage | None:
    """None without a token, or from a server that shows nothing to it."""
    shown = api.read_metrics(token) if token else None
    return None if shown is None else parse_usage(shown)


def parse_usage(shown: str) -> Usage | None:
    """From Prometheus' text format."""
    figures = dict(
        line.rsplit(" ", 1) for line in shown.splitlines() if line and not line.startswith("#")
    )
    if CPU not in figures or MEMORY not in figures:
        return None  # of a system without /proc
    return Usage(float(figures[CPU]), float(figures[MEMORY]))
