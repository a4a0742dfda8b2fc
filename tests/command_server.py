"""Runs the command line in forks of a process that has imported its libraries already.

A command is still a process of its own, with the environment and arguments that a test gives it. It
only doesn't spend two seconds on imports.
"""

import gc
import json
import os
import runpy
import sys
import time
from importlib import import_module

from charts.generator.base import imports

# The libraries, and the modules that import the others. None starts a thread, which a fork loses.
IMPORTED = (
    "altair",
    "frictionless.system.system",
    "jsonschema_rs",
    "markdown_it",
    "pandas",
    "charts.generator.author.new",
    "charts.generator.check.check",
    "charts.generator.check.undrawn",
    "charts.generator.data.refresh",
    "charts.generator.numbers.loading",
    "charts.generator.site.engine",
    "charts.generator.site.make",
    "charts.generator.site.verify",
)


def serve() -> None:
    """Runs a command for each line of the input, and answers with its exit code."""
    imports.lighten()
    for name in IMPORTED:
        import_module(name)
    assert import_module("frictionless").system.plugins  # it looks for them when it needs them
    gc.freeze()
    with os.fdopen(os.dup(0)) as requests, os.fdopen(os.dup(1), "w") as answers:
        for line in requests:
            process = os.fork()
            if not process:
                return _run(**json.loads(line))
            _, status = os.waitpid(process, 0)
            print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _run(arguments: list[str], environment: dict[str, str], files: list[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for descriptor, file in enumerate([os.devnull, *files]):
        opened = os.open(file, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.argv = ["charts", *arguments]
    runpy.run_module("charts", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    serve()
