"""Makes the lock files again: hashes and markers for every platform, no address of any host.

Pins stay as they are unless `--upgrade` is given.
"""

import sys

from tools.bootstrap import ROOT, find_uv

COMPILE = [
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
]
PROJECT = ROOT / "pyproject.toml"
RUN = ROOT / "requirements.txt"


def main() -> None:
    uv = find_uv()
    extra = sys.argv[1:]
    dev, node = ROOT / "requirements-dev.txt", ROOT / "requirements-node.txt"
    uv(*COMPILE, *extra, PROJECT, "--output-file", RUN)
    # One set of versions: what the tests ran with is what people run.
    uv(*COMPILE, *extra, PROJECT, "--group=dev", "--constraints", RUN, "--output-file", dev)
    uv(*COMPILE, *extra, "--group=node", "--output-file", node)


if __name__ == "__main__":
    main()
