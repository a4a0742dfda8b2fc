"""Each test can fail: it asserts something, or expects an error."""

import ast
from pathlib import Path

import pytest

MODULES = sorted(Path(__file__).parent.glob("test_*.py"))


def asserts(function: ast.FunctionDef) -> bool:
    """Says whether a function has an `assert`, a `pytest.raises`, or Playwright's `expect`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in ("raises", "expect"):
                return True
    return False


def functions(module: Path) -> list[ast.FunctionDef]:
    nodes = ast.walk(ast.parse(module.read_text()))
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_test_asserts_something(module):
    # A helper that asserts does as well as an assertion in place.
    helpers = {function.name for function in functions(module) if asserts(function)}
    tests = [function for function in functions(module) if function.name.startswith("test_")]
    assert tests
    for test in tests:
        called = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
        assert asserts(test) or called & helpers, test.name


def test_a_test_that_asserts_nothing_would_be_found():
    (idle,) = ast.parse("def test_idle():\n    print()").body
    assert isinstance(idle, ast.FunctionDef)
    assert not asserts(idle)
