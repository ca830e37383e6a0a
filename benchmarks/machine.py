"""What the figures were taken on, and who runs on which of its cores."""

import gc
import os
import platform
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.node import find_node


@dataclass(frozen=True)
class Machine:
    cpu: str
    cores: tuple[int, ...]
    memory_gib: float
    kernel: str
    python: str
    node: str

    @property
    def server_core(self) -> int:
        return self.cores[0]

    @property
    def load_core(self) -> int:
        """Another one than the server's, if there is one."""
        return self.cores[-1]

    @property
    def used_cores(self) -> frozenset[int]:
        return frozenset({self.server_core, self.load_core})

    def __str__(self) -> str:
        shared = ", which the server shares with the load" if len(self.cores) == 1 else ""
        return (
            f"{self.cpu}, {len(self.cores)} core{'s' * (len(self.cores) > 1)}{shared},"
            f" {self.memory_gib:.0f} GiB, Linux {self.kernel},"
            f" Python {self.python}, Node {self.node}"
        )


def look_at_machine() -> Machine:
    version = subprocess.run([find_node(), "--version"], capture_output=True, text=True, check=True)
    return Machine(
        cpu=find_cpu(),
        cores=tuple(sorted(os.sched_getaffinity(0))),
        memory_gib=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        kernel=platform.release().partition("-")[0],
        python=platform.python_version(),
        node=version.stdout.strip().removeprefix("v"),
    )


def find_cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """What is started meanwhile stays on this core, with every thread that it starts itself."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
