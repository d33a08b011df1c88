"""Runs docs/notebook.ipynb and writes its outputs into it; with --check, only fails where a cell does.

A cell fails too that gives nothing where the page shows something. What it gives may differ: readings get better.

python tools/run_notebook.py
"""

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

PAGE = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"
_SECONDS = 300  # one cell at most: the first loads the model


def run(notebook: Any) -> Any:
    """The notebook with its outputs as they should be: nothing that tells the machine or the hour."""
    NotebookClient(notebook, timeout=_SECONDS, kernel_name="python3").execute()
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [_plain(output) for output in cell.outputs if output.get("name") != "stderr"]
    return notebook


def _plain(output: Any) -> Any:
    # What is shown as HTML is not said a second time: a report's fields fill pages.
    if "text/html" in output.get("data", {}):
        output["data"].pop("text/plain", None)
    return output


def main() -> None:
    """Run it."""
    shown = nbformat.read(PAGE, as_version=4)
    made = run(nbformat.read(PAGE, as_version=4))
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(nbformat.writes(made) + "\n", "utf-8")
        return
    for number, (before, after) in enumerate(zip(shown.cells, made.cells, strict=True), start=1):
        if before.get("outputs") and not after.get("outputs"):
            sys.exit(f"docs/notebook.ipynb, cell {number}: gives nothing; run it anew: python tools/run_notebook.py")


if __name__ == "__main__":
    main()
