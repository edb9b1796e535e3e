"""Inserts the tables printed by `bench/experiment RECIPE --table` between the markers in docs/results.md."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).parent.parent
PAGE = ROOT / "docs" / "results.md"


def table(match: re.Match) -> str:
    recipe = match.group(1)
    printed = subprocess.run(
        [ROOT / "bench" / "experiment", recipe, "--table"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line for line in printed.splitlines() if line.startswith("|")]
    return f"<!-- {recipe} -->\n" + "\n".join(rows) + f"\n<!-- /{recipe} -->"


PAGE.write_text(re.sub(r"<!-- ([a-z0-9-]+) -->.*?<!-- /\1 -->", table, PAGE.read_text(), flags=re.S))
