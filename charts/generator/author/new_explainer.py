"""Starts an explainer: a small one that works, for its author to replace piece by piece."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

from charts.generator.author.plan import Plan
from charts.generator.base.files import GENERATOR, THEME
from charts.generator.base.problems import MistakeError, problem

MODEL = THEME / "new" / "explainer"
DISTRIBUTION = "data-explainer"  # the name of the generator's package


def explainer(folder: Path) -> Plan:
    """Plan an explainer in a folder that is new or empty.

    Raises:
        MistakeError: if the folder is a file, contains files, or can't be read.
    """
    shown = f'"{problem(folder, "").path}"'
    try:
        # A new repository contains only `.git`.
        taken = folder.exists() and any(path.name != ".git" for path in folder.iterdir())
    except NotADirectoryError:
        raise MistakeError(f"{shown} is a file; name a folder that is new or empty.") from None
    except OSError as error:
        raise MistakeError(f"{shown} can't be used as a folder: {error.strerror}.") from None
    if taken:
        raise MistakeError(f"{shown} is not empty; name a folder that is new or empty.")
    plan = Plan({folder / name: text for name, text in _files().items()})
    plan.then.append(f"Go to {shown}: `make serve` shows it, and README.md says what to do next.")
    return plan


def _files() -> dict[str, str]:
    """Return the files of a new explainer, by their path in its folder."""
    paths = sorted(path for path in MODEL.rglob("*") if path.is_file())
    # pip compiles the modules that it installs.
    paths = [path for path in paths if "__pycache__" not in path.parts]
    files = {path.relative_to(MODEL).as_posix(): path.read_text("utf-8") for path in paths}
    files["requirements.txt"] = f"{DISTRIBUTION}=={_version()}\n"
    return files


def _version() -> str:
    """Return the version of the generator, from its checkout or from the installed package."""
    checkout = GENERATOR.parents[1] / "pyproject.toml"
    if not checkout.is_file():
        return metadata.version(DISTRIBUTION)
    version: str = tomllib.loads(checkout.read_text("utf-8"))["project"]["version"]
    return version
