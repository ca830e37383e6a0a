import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.machine import on_core
from benchmarks.processes import Meter, busy_seconds, cpu_seconds, family, resident_bytes

WORK = """
import sys, time, threading
def work():
    end = time.thread_time() + 0.05
    while time.thread_time() < end: pass
for _ in range(4):
    thread = threading.Thread(target=work); thread.start(); thread.join()
held = bytearray(b"x") * 50_000_000
print(time.process_time(), flush=True)
sys.stdin.read()
"""


def test_cpu_counts_threads_that_have_ended_and_memory_what_is_held() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = float(child.stdout.readline())
        used = cpu_seconds(child.pid)
        assert said >= 0.2
        assert said <= used < said + 0.2
        assert 50_000_000 < resident_bytes(child.pid) < 200_000_000
        child.communicate()


def test_cpu_of_a_process_agrees_with_the_system_s_own_count_in_ticks() -> None:
    ticks = Path("/proc/self/stat").read_text().rpartition(")")[2].split()[11:13]
    seconds = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    # The system counts by looking at each tick: over minutes, what it missed adds up.
    assert cpu_seconds(os.getpid()) == pytest.approx(seconds, rel=0.05, abs=0.1)


def test_children_of_a_server_are_part_of_it() -> None:
    script = "import subprocess, sys; subprocess.run(['sh', '-c', 'echo $$; read line'])"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        grandchild = int(child.stdout.readline())
        assert set(family(child.pid)) >= {child.pid, grandchild}
        child.communicate()


def test_what_is_started_on_a_core_stays_there_and_we_go_back() -> None:
    before = os.sched_getaffinity(0)
    core = max(before)
    show = "import os; print(os.sched_getaffinity(0))"
    with on_core(core):
        run = subprocess.run([sys.executable, "-c", show], capture_output=True, check=True)
    assert run.stdout.decode().strip() == str({core})
    assert os.sched_getaffinity(0) == before


def test_working_keeps_a_core_busy() -> None:
    core = min(os.sched_getaffinity(0))
    with on_core(core):
        before = busy_seconds({core})
        end = time.thread_time() + 0.2
        while time.thread_time() < end:
            pass
        assert busy_seconds({core}) - before > 0.15


CALLS = """
import os, sys, threading, time
def burn(cpu, work):
    end = cpu() + 0.3
    while cpu() < end: work()
burn(time.process_time, lambda: os.urandom(1 << 16))
thread = threading.Thread(target=burn, args=(time.thread_time, lambda: sum(range(1000))))
thread.start()
thread.join()
print("done", flush=True)
sys.stdin.read()
"""


def test_a_meter_tells_what_the_kernel_and_other_threads_used() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", f"input()\n{CALLS}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        meter = Meter(child.pid, os.sched_getaffinity(0))
        child.stdin.write("\n")
        child.stdin.flush()
        child.stdout.readline()
        spent = meter.read()
        assert spent.cpu >= 0.6
        assert 0.2 < spent.in_kernel < 0.8
        assert 0.2 < spent.beside < 0.8
        assert 0 <= spent.disturbance <= 1
        child.communicate()
