"""Loads an explainer's own Python modules, and tells which files they depend on.

The modules of an explainer's `charts/` (and those of its `data/`) form a package of their own, so
that they can share helpers: `from ._shared import SIZE`, `from .._shared import SIZE`. The name of
the package holds a hash of its folder and its files. An edited module is therefore loaded anew, an
unchanged one is not, and two explainers in one process share nothing.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import sys
import traceback
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from charts.generator.base.files import GENERATOR
from charts.generator.base.problems import ProblemsError, problem

# The folder of each package that is loaded, and the package that is current for each folder.
_FOLDERS: dict[str, Path] = {}
_CURRENT: dict[Path, str] = {}

# An explainer beside the generator could import its modules by these names too, and would then take
# those of the explainer that the generator lies in.
_PRIVATE = {"charts.gallery", "charts.facts"}


def load_module(path: Path) -> ModuleType:
    """Run a Python file of an explainer as a module, unless it has been run and nothing changed.

    Raises:
        ProblemsError: with the file and line that failed.
    """
    folder = path.parent.parent
    package = _package(folder)
    try:
        return importlib.import_module(f"{package}.{path.parent.name}.{path.stem}")
    except Exception as error:
        raise ProblemsError([problem(*_place(error, folder, path))]) from error


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
    first = str(error).strip().split("\n")[0] or "it says no more"
    return f"{type(error).__name__}: {first}"


def line_in(error: BaseException, path: Path) -> int:
    """Return the last line of a file that an exception came through; 0 if it did not."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 0
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    return lines[-1] or 0 if lines else 0


def source_files(paths: Iterable[Path]) -> list[Path]:
    """Return files and every file that they import, directly or not, sorted.

    Relative imports are followed, and imports of the generator. Libraries are told apart by their
    versions instead, and the public names of `charts` by `draw.build`.
    """
    found: dict[Path, None] = {}
    waiting = [*paths]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = None
            waiting += _imports(current, current.read_bytes())
    return sorted(found)


@cache
def _imports(path: Path, content: bytes) -> tuple[Path, ...]:
    """Return the files that a file imports; remembered, as most files are asked for often."""
    files = []
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ImportFrom):
            module = node.module.split(".") if node.module else []
            if node.level:
                folder = path.parents[node.level - 1]
            elif module[:2] == ["charts", "generator"]:
                folder, module = GENERATOR, module[2:]
            else:
                continue
            target = folder.joinpath(*module)
            files += [target.with_suffix(".py"), *(target / f"{a.name}.py" for a in node.names)]
    return tuple(file for file in files if file.is_file())


def _package(folder: Path) -> str:
    """Return the name of the package of a folder, as its files are now."""
    found = hashlib.sha256(str(folder).encode())
    for path in sorted([*folder.glob("*.py"), *folder.glob("*/*.py")]):
        found.update(path.read_bytes())
    name = f"explainer_{found.hexdigest()[:16]}"
    if (old := _CURRENT.get(folder)) != name:
        for module in [m for m in sys.modules if old and m.partition(".")[0] == old]:
            del sys.modules[module]
        _FOLDERS.pop(old or "", None)
        _FOLDERS[name], _CURRENT[folder] = folder, name
    return name


def _place(error: Exception, folder: Path, path: Path) -> tuple[Path, str, int]:
    """Return where an explainer's code failed, the file that is its cause first, and why."""
    if isinstance(error, SyntaxError) and error.filename:
        return Path(error.filename), describe(error), error.lineno or 0
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(folder) and not file.is_relative_to(GENERATOR):
            return file, describe(error), frame.lineno or 0
    return path, describe(error), 0


class _Source(SourceFileLoader):
    """Compiles from source: a quick edit could outrun a bytecode cache, which goes by the clock."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compile(self.get_data(path), path, "exec")


class _Finder(MetaPathFinder):
    """Finds the modules of explainers below their folders."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in _PRIVATE:
            folder = fullname.rpartition(".")[2]
            message = f'write "from ._name import …" for a helper beside a module of {folder}/'
            raise ModuleNotFoundError(message)
        root, *parts = fullname.split(".")
        if root not in _FOLDERS:
            return None
        place = _FOLDERS[root].joinpath(*parts)
        if place.is_dir():
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = [str(place)]
            return spec
        file = place.with_suffix(".py")
        loader = _Source(fullname, str(file))
        return spec_from_file_location(fullname, file, loader=loader) if file.is_file() else None


sys.meta_path.insert(0, _Finder())
