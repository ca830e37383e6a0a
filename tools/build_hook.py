"""Puts the web app into the wheel; hatchling calls it.

Set SALLE_SKIP_WEB=1 to build a wheel without the web app, for example with no network.
"""

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # hatchling loads this file by its path

from tools.web import build, hash_sources, is_built  # noqa: E402  # found by the line above


class WebApp(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is of no use here
    def dependencies(self) -> list[str]:
        """Node, unless the app is there already and nothing in web/ has changed since."""
        if not self.is_wanted() or is_built(hash_sources()):
            return []
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        return [*project["dependency-groups"]["node"]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as hatchling calls it
        if self.is_wanted() and version != "editable":
            build(sys.stderr)  # a build frontend reads stdout

    def is_wanted(self) -> bool:
        return self.target_name == "wheel" and os.environ.get("SALLE_SKIP_WEB") != "1"
