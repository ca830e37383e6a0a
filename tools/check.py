"""Runs every check, and with `--tests` the tests after them, whatever the checks said.

python -m tools.check --tests [arguments for pytest]
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tools.bootstrap import ROOT

PYTHON = sys.executable
PROGRAMS = Path(PYTHON).parent

CHECKS: dict[str, Sequence[str | Path]] = {
    # The slowest first: they run while the others come and go.
    "web": [PYTHON, "-m", "tools.node", "web", "run", "--silent", "check"],
    "types": [PROGRAMS / "mypy", "--no-error-summary"],
    "api types": [PYTHON, "-m", "tools.api_types", "--check"],
    "locks": [PYTHON, "-m", "tools.lock", "--check"],
    "licences": [PYTHON, "-m", "tools.licences", "--check"],
    "imports": [PROGRAMS / "lint-imports"],
    "lint": [PROGRAMS / "ruff", "check", "--quiet"],
    "format": [PROGRAMS / "ruff", "format", "--check", "--quiet"],
    "files": [PYTHON, "-m", "tools.files"],
}


def main() -> None:
    failed = run_checks()
    if failed:
        print(f"Failed checks: {', '.join(failed)}", flush=True)
    if "--tests" not in sys.argv:
        sys.exit(1 if failed else 0)
    arguments = [argument for argument in sys.argv[1:] if argument != "--tests"]
    tests = subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, check=False)
    sys.exit(tests.returncode or (1 if failed else 0))


def run_checks() -> list[str]:
    """The names of those that failed. What a check prints is shown only if it failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        runs = [pool.submit(run_check, name) for name in CHECKS]
        for run in as_completed(runs):
            name, result, seconds = run.result()
            print(
                f"{'FAILED' if result.returncode else 'ok':6} {name} ({seconds:.1f} s)", flush=True
            )
            if result.returncode:
                failed.append(name)
                print(result.stdout, flush=True)
    return failed


def run_check(name: str) -> tuple[str, subprocess.CompletedProcess[str], float]:
    started = time.monotonic()
    result = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return name, result, time.monotonic() - started


if __name__ == "__main__":
    main()
