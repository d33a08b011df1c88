"""The notebook in docs/: every cell runs, and gives something where something stands under it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_notebook_runs() -> None:
    command = [sys.executable, ROOT / "tools" / "run_notebook.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
