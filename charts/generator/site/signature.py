"""Asks GitHub whether a workflow of a repository has signed a file; see `publish.yml`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from charts.generator.base.problems import MistakeError, plain

WORKFLOW = ".github/workflows/publish.yml"  # only what publishes signs a site


def must_be_of(repository: str, content: bytes, name: str) -> None:
    """Raise MistakeError unless the publishing workflow of a repository has signed a file.

    Args:
        repository: its owner and name.
        content: the file.
        name: what to call it.
    """
    with tempfile.TemporaryDirectory(prefix="signed-") as folder:
        file = Path(folder) / "build.json"
        file.write_bytes(content)
        command = ["gh", "attestation", "verify", str(file), "--repo", repository]
        command += ["--signer-workflow", f"{repository}/{WORKFLOW}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        except FileNotFoundError:
            said = (
                "the signature of the published site can't be asked for without `gh`; install it."
            )
            raise MistakeError(said) from None
        except subprocess.TimeoutExpired:
            raise MistakeError(
                f"GitHub does not say whether {name} is signed; try again."
            ) from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        why = plain(lines[-1] if lines else "no reason given").rstrip(".")
        raise MistakeError(
            f"{name} is not signed by {WORKFLOW} of {repository} ({why}). Somebody else may have "
            "changed the published site; look at its frozen charts before you record them."
        )
