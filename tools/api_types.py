"""Writes the TypeScript types of the API from what the server says about itself.

`--check` writes nothing and fails if the committed types are not those of this server.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tools.node import ROOT, install_packages, run_node

TYPES = ROOT / "web/src/api/schema.ts"
GENERATOR = ROOT / "web/tools/types"  # with a TypeScript of its own: it needs version 5


def main() -> None:
    install_packages(GENERATOR)
    types = generate_types()
    if "--check" not in sys.argv:
        TYPES.write_text(types)
    elif not TYPES.is_file() or TYPES.read_text() != types:
        sys.exit(f"{TYPES.relative_to(ROOT)} is not what the server says: run `make types`")


def generate_types() -> str:
    with tempfile.TemporaryDirectory() as folder:
        document, types = Path(folder, "openapi.json"), Path(folder, "schema.ts")
        with document.open("wb") as output:
            subprocess.run(
                [Path(sys.executable).with_name("salle"), "openapi"], stdout=output, check=True
            )
        program = "node_modules/openapi-typescript/bin/cli.js"
        run_node(
            program, str(document), "--output", str(types), folder=GENERATOR, output=sys.stderr
        )
        return types.read_text()


if __name__ == "__main__":
    main()
