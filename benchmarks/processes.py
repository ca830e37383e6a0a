"""What a server under test has used, with the processes that it started, and what others have."""

import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Spent(NamedTuple):
    cpu: float
    """Seconds."""
    in_kernel: float
    """The share of it that was spent in the system's calls."""
    beside: float
    """The share of all threads but the first."""
    disturbance: float
    """The share of the cores that went to other programs than the server and this process, which
    is the load."""


class Meter:
    """What a server uses from here on, and who disturbed it on these cores."""

    def __init__(self, pid: int, cores: Collection[int]) -> None:
        self._pid = pid
        self._cores = cores
        self._started, self._load = time.perf_counter(), time.process_time()
        self._busy = busy_seconds(cores)
        self._cpu = cpu_seconds(pid)
        self._first = first_thread_seconds(pid)
        self._user, self._kernel = user_and_kernel_ticks(pid)

    def read(self) -> Spent:
        cpu = cpu_seconds(self._pid) - self._cpu
        first = first_thread_seconds(self._pid) - self._first
        user, kernel = user_and_kernel_ticks(self._pid)
        user, kernel = user - self._user, kernel - self._kernel
        others = busy_seconds(self._cores) - self._busy - cpu - (time.process_time() - self._load)
        seconds = time.perf_counter() - self._started
        return Spent(
            cpu,
            in_kernel=kernel / max(1, user + kernel),
            beside=max(0.0, 1 - first / cpu) if cpu else 0.0,
            disturbance=max(0.0, others) / seconds / len(self._cores),
        )


def cpu_seconds(pid: int) -> float:
    """User and system time of all its threads, also of those that have ended.

    The process's CPU clock counts nanoseconds; /proc/PID/stat has the same sum in ticks of 10 ms.
    """
    return sum(time.clock_gettime(cpu_clock(each)) for each in family(pid))


def cpu_clock(pid: int) -> int:
    """What `clock_getcpuclockid(3)` answers on Linux."""
    scheduled = 2
    return (~pid << 3) | scheduled


def first_thread_seconds(pid: int) -> float:
    """CPU time of the first thread of each of its processes."""
    files = (Path(f"/proc/{each}/task/{each}/schedstat") for each in family(pid))
    return sum(int(file.read_text().split()[0]) for file in files) / 1e9


def user_and_kernel_ticks(pid: int) -> tuple[int, int]:
    user = kernel = 0
    for each in family(pid):
        ticks = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:13]
        user += int(ticks[0])
        kernel += int(ticks[1])
    return user, kernel


def resident_bytes(pid: int) -> int:
    total = 0
    for each in family(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Rss:"):
                total += int(line.split()[1]) * 1024
    return total


def family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError):  # a thread that has ended
            for child in children.read_text().split():
                yield from family(int(child))


def busy_seconds(cores: Collection[int]) -> float:
    """What these cores were not idle for, whoever used them; other guests of the host count too."""
    ticks = 0
    for line in Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name.removeprefix("cpu") in map(str, cores):
            user, nice, system, _idle, _waiting, interrupts, soft_interrupts, stolen = map(
                int, fields[:8]
            )
            ticks += user + nice + system + interrupts + soft_interrupts + stolen
    return ticks / os.sysconf("SC_CLK_TCK")
