"""Measures Salle beside its peers.

python -m benchmarks [room] [rooms] [board] [--quick] [--write] [--json FILE]
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.board import part as board
from benchmarks.machine import look_at_machine
from benchmarks.report import Part, render, write_page
from benchmarks.room import many as rooms
from benchmarks.room import part as room
from tools.tldraw import install

PARTS = {"room": room, "rooms": rooms, "board": board}


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure Salle and its peers.")
    parser.add_argument(
        "parts", nargs="*", help=f"of {', '.join(PARTS)}; all unless some are named"
    )
    parser.add_argument(
        "--quick", action="store_true", help="once and briefly, to see that it works"
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every single value")
    given = parser.parse_args()
    if unknown := set(given.parts) - PARTS.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")

    install()
    machine = look_at_machine()
    os.sched_setaffinity(0, {machine.load_core})  # this process is the load
    measured: list[Part] = []
    for name in given.parts or PARTS:
        part = PARTS[name]
        effort = part.QUICK if given.quick else part.FULL
        measured.append(part.measure(machine, effort, say))
        print(render(measured[-1]), flush=True)
    if given.json:
        given.json.write_text(json.dumps([asdict(part) for part in measured], default=sorted))
    if given.write:
        write_page(measured)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
