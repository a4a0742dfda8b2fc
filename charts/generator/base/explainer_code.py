"""Loads an explainer's own Python modules, and finds the files they depend on.

The modules in an explainer's `charts/` form a package (so do those in its `data/`), so that they
can share helpers: `from ._shared import SIZE`, `from .._shared import SIZE`. The package's name
contains a hash of its folder and files. An edited module is therefore reloaded, an unchanged one
is not, and two explainers in one process share nothing.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType, SimpleNamespace

from charts.generator.base.files import GENERATOR
from charts.generator.base.problems import ProblemsError, problem

# The folder of each loaded package, its files as its name says, and the current one of each folder.
_FOLDERS: dict[str, Path] = {}
_CONTENTS: dict[str, Mapping[Path, bytes]] = {}
_CURRENT: dict[Path, str] = {}

# The packages of folders whose files are not read again: see `read_once`.
_KNOWN: dict[Path, str] = {}
_reading = SimpleNamespace(once=False)

# These names work only for the explainer in the generator's own checkout. In any other explainer
# they would import that one's modules.
_PRIVATE = {"charts.gallery", "charts.facts"}


def load_module(path: Path) -> ModuleType:
    """Import a Python file of an explainer; run it again only if something changed.

    Raises:
        ProblemsError: with the file and line that failed.
    """
    folder = path.parent.parent
    package = _package(folder)
    try:
        return importlib.import_module(f"{package}.{path.parent.name}.{path.stem}")
    except Exception as error:
        raise ProblemsError([problem(*_place(error, folder, path))]) from error


@contextmanager
def read_once() -> Iterator[None]:
    """Take the files of explainers as they are when the first module of a folder is loaded.

    Otherwise the loading of each module reads all files of its folder, to see whether one changed.
    """
    read_once_for_all()
    try:
        yield
    finally:
        _reading.once = False
        _KNOWN.clear()


def read_once_for_all() -> None:
    """Do what `read_once` does, in a process that lives for one command."""
    _reading.once = True


def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file, or raise ProblemsError with its line."""
    try:
        return ast.parse(path.read_bytes(), str(path))
    except SyntaxError as error:
        place = (error.lineno or 0, error.offset or 0)
        raise ProblemsError([problem(path, describe(error), *place)]) from error


def describe(error: BaseException) -> str:
    """Describe an exception from an explainer's code in one line."""
    if isinstance(error, SyntaxError):
        return f"this is not valid Python: {error.msg}."
    first = str(error).strip().split("\n")[0] or "no details"
    return f"{type(error).__name__}: {first}"


def line_in(error: BaseException, path: Path) -> int:
    """Return the last line of a file in an exception's traceback; 0 if it is not there."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 0
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    return lines[-1] or 0 if lines else 0


def source_files(
    paths: Iterable[Path], read: Callable[[Path], bytes] = Path.read_bytes
) -> list[Path]:
    """Return files and every file that they import, directly or not, sorted.

    Follows relative imports and imports from `charts.generator`. `draw.build` accounts for the
    libraries' versions and for the public names of `charts`.
    """
    found: dict[Path, None] = {}
    waiting = [*paths]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = None
            waiting += _imports(current, read(current))
    return sorted(found)


def saved_code(path: Path) -> str:
    """Return a fingerprint of a module, and of what it imports, as its files are now."""
    return _fingerprint(path, Path.read_bytes)


def loaded_code(path: Path) -> str:
    """Return the fingerprint of a module as `load_module` last loaded its folder."""
    contents = _CONTENTS[_CURRENT[path.parent.parent]]
    return _fingerprint(
        path, lambda file: contents[file] if file in contents else file.read_bytes()
    )


def _fingerprint(path: Path, read: Callable[[Path], bytes]) -> str:
    own = (file for file in source_files([path], read) if not file.is_relative_to(GENERATOR))
    hashes = (hashlib.sha256(read(file)).hexdigest() for file in own)
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


@cache
def _imports(path: Path, content: bytes) -> tuple[Path, ...]:
    """Return the files that a file imports; cached, because most files come up often."""
    files = []
    for node in _statements(parse(path)):
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


def _statements(parent: ast.AST) -> Iterator[ast.AST]:
    """Yield every statement within another; `ast.walk` would visit each part of each expression."""
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield node
            yield from _statements(node)


def _package(folder: Path) -> str:
    """Return the name of the package of a folder's current files."""
    if folder in _KNOWN:
        return _KNOWN[folder]
    found = hashlib.sha256(str(folder).encode())
    contents = {
        path: path.read_bytes() for path in sorted([*folder.glob("*.py"), *folder.glob("*/*.py")])
    }
    for path, content in contents.items():
        found.update(f"{path}\0{len(content)}\0".encode() + content)
    name = f"explainer_{found.hexdigest()[:16]}"
    if (old := _CURRENT.get(folder)) != name:
        for module in [m for m in sys.modules if old and m.partition(".")[0] == old]:
            del sys.modules[module]
        _FOLDERS.pop(old or "", None)
        _CONTENTS.pop(old or "", None)
        _FOLDERS[name], _CONTENTS[name], _CURRENT[folder] = folder, contents, name
    if _reading.once:
        _KNOWN[folder] = name
    return name


def _place(error: Exception, folder: Path, path: Path) -> tuple[Path, str, int]:
    """Return the file where an explainer's code failed, the reason, and the line."""
    if isinstance(error, SyntaxError) and error.filename:
        return Path(error.filename), describe(error), error.lineno or 0
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(folder) and not file.is_relative_to(GENERATOR):
            return file, describe(error), frame.lineno or 0
    return path, describe(error), 0


class _Source(SourceFileLoader):
    """Compiles the text that the package's name was made of, whatever has been saved since.

    A bytecode cache compares timestamps, and would miss a quick edit.
    """

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        content = _CONTENTS[fullname.partition(".")[0]].get(Path(path))
        return compile(self.get_data(path) if content is None else content, path, "exec")


class _Finder(MetaPathFinder):
    """Finds explainers' modules in their folders."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in _PRIVATE:
            folder = fullname.rpartition(".")[2]
            message = f'to import a helper in {folder}/, write "from ._name import …"'
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
