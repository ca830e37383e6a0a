import json
from pathlib import Path

from tools.node import run_npm


def test_an_npm_script_may_call_npm_and_node(tmp_path: Path) -> None:
    scripts = {"outer": "npm run inner", "inner": "node --eval \"fs.writeFileSync('done', '')\""}
    (tmp_path / "package.json").write_text(json.dumps({"scripts": scripts}))
    run_npm("run", "outer", folder=tmp_path)
    assert (tmp_path / "done").exists()
