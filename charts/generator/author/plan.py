"""What a command of an author is about to write, the blanks in it, and what comes next."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from charts.generator.base.files import write_atomically
from charts.generator.base.problems import Problem, ProblemsError, problem
from charts.generator.check import placeholders

NEXT = (
    "`make serve` shows the pages while you write; `make check` names what is left to do, and "
    "`make site` builds the site."
)


@dataclass
class Plan:
    """What a command is about to write, the blanks in it, and the next steps."""

    new: dict[Path, str] = field(default_factory=dict)
    changed: dict[Path, str] = field(default_factory=dict)
    blanks: list[Problem] = field(default_factory=list)
    then: list[str] = field(default_factory=list)
    did: str = "Added to"

    @property
    def lines(self) -> list[str]:
        """Return what to print when everything is written."""
        paths = [f"Wrote {shown_path(path)}." for path in self.new]
        paths += [f"{self.did} {shown_path(path)}." for path in self.changed]
        left = [
            f"  {found.path}:{found.line}:{found.column}: {placeholders.what(found)}"
            for found in self.blanks
        ]
        blanks = [f"Blanks to fill in: {len(left)}", *left, ""] if left else []
        return [*paths, "", *blanks, *self.then]


def carry_out(plan: Plan) -> None:
    """Write what was planned.

    Raises:
        ProblemsError: if a file can't be written; files already written are then restored.
    """
    before: dict[Path, bytes | None] = {}
    folders: list[Path] = []
    try:
        for path, text in [*plan.new.items(), *plan.changed.items()]:
            old = path.read_bytes() if path.exists() else None
            folders += [folder for folder in path.parents if not folder.exists()]
            write_atomically(path, text)
            before[path] = old
    except OSError as error:
        for written, content in before.items():
            written.unlink() if content is None else write_atomically(written, content)
        for folder in sorted(set(folders), reverse=True):  # inner folders first
            with suppress(OSError):
                folder.rmdir()
        message = f"this file can't be written: {error.strerror}."
        raise ProblemsError([problem(path, message)]) from error


def finished(plan: Plan, before: dict[Path, str] | None = None) -> Plan:
    """Add its new blanks to a plan; earlier blanks of a file come before the new ones in it."""
    for path, text in {**plan.new, **plan.changed}.items():
        old = placeholders.find(path, (before or {}).get(path, ""))
        plan.blanks += placeholders.find(path, text)[len(old) :]
    plan.then.append(NEXT)
    return plan


def shown_path(path: Path) -> str:
    """Return a path as messages show it."""
    return problem(path, "").path
