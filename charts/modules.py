"""Loads an explainer's own Python files, afresh each time, and tells what they depend on."""

from __future__ import annotations

import ast
import importlib.util
import traceback
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from charts.problems import ProblemsError, problem

PACKAGE = Path(__file__).parent


def load_module(path: Path) -> ModuleType:
    """Run a Python file as a module that nothing else can see.

    Raises:
        ProblemsError: with the line of the file that failed.
    """
    spec = importlib.util.spec_from_file_location(f"explainer_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        # Compiled from source, not from a bytecode cache that a quick edit could outrun.
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    except Exception as error:
        raise ProblemsError([problem(path, describe(error), line_in(error, path))]) from error
    return module


def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file, or raise ProblemsError with its line."""
    try:
        return ast.parse(path.read_bytes(), str(path))
    except SyntaxError as error:
        place = (error.lineno or 0, error.offset or 0)
        raise ProblemsError([problem(path, describe(error), *place)]) from error


def describe(error: BaseException) -> str:
    """Return an exception of somebody's code in one line."""
    if isinstance(error, SyntaxError):
        return f"this is not valid Python: {error.msg}."
    first = str(error).strip().split("\n")[0] or "no further word"
    return f"{type(error).__name__}: {first}"


def line_in(error: BaseException, path: Path) -> int:
    """Return the last line of a file that an exception came through; 0 if it did not."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 0
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    return lines[-1] or 0 if lines else 0


def sources(path: Path) -> list[Path]:
    """Return a file and every file of this project that it imports, directly or not.

    Imports from the package `charts`, where the gallery's helpers are too, are followed; libraries
    are told apart by their versions instead.
    """
    found: dict[Path, None] = {}
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current in found:
            continue
        found[current] = None
        for name in _imports(current, current.read_bytes()):
            file = PACKAGE / (name.replace(".", "/") + ".py")
            waiting += [file] if file.exists() else []
    return sorted(found)


@lru_cache(maxsize=1024)
def _imports(path: Path, content: bytes) -> tuple[str, ...]:
    """Return what a file imports of this package; remembered, as all charts share most files."""
    names: list[str] = []
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(name.removeprefix("charts.") for name in names if name.startswith("charts."))
