"""Names the files of the checkout, and says whether they were tested: `make tested`.

The last job of the checks leaves an artifact whose name ends with the hash of the Git tree that it
tested. So what was tested in a pull request need not be tested again when it is published, whatever
the commit is called by then. Uses the standard library only, because no environment is needed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TIMEOUT = 30  # seconds


def tree() -> str:
    """Return the hash of the files of the current commit, without its history."""
    run = subprocess.run(
        ["git", "rev-parse", "HEAD^{tree}"], capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def recorded(name: str, api: str, repository: str, token: str) -> bool:
    """Return whether a run of this repository has left an artifact of a name.

    One from a fork does not count, because a pull request from there can upload what it likes.
    """
    query = urlencode({"name": name, "per_page": 100})
    address = f"{api}/repos/{repository}/actions/artifacts?{query}"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    with urlopen(Request(address, headers=headers), timeout=TIMEOUT) as answer:
        artifacts: list[dict[str, Any]] = json.load(answer)["artifacts"]
    return any(
        artifact["name"] == name
        and not artifact["expired"]
        and artifact["workflow_run"]["repository_id"]
        == artifact["workflow_run"]["head_repository_id"]
        for artifact in artifacts
    )


def main() -> None:
    """Print the tree, and with a token whether it was tested; a workflow reads both as outputs."""
    said = {"tree": tree()}
    if token := os.environ.get("GH_TOKEN"):
        api, repository = os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"]
        try:
            found = recorded(f"tested-{said['tree']}", api, repository, token)
        except (OSError, ValueError, KeyError, TypeError) as error:
            # Without a record that can be read, the checks run again.
            print(f"No record can be read: {error!r}", file=sys.stderr)
            found = False
        said["passed"] = str(found).lower()
    lines = "".join(f"{name}={value}\n" for name, value in said.items())
    print(lines, end="")
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(lines)


if __name__ == "__main__":
    main()
