"""Each test can fail: it asserts something, expects an error, or calls a helper that does."""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MODULES = sorted(TESTS.rglob("test_*.py"))


@cache
def functions(module: Path) -> list[ast.FunctionDef]:
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


def calls(function: ast.FunctionDef) -> set[str]:
    """Names what a function calls, whatever module it is in."""
    called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {node.attr if isinstance(node, ast.Attribute) else ast.unparse(node) for node in called}


def asserts(function: ast.FunctionDef) -> bool:
    """Says whether a function asserts by itself: as Python, pytest, Playwright or pandas do."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or any(
        name in ("raises", "expect") or name.startswith("assert_") for name in calls(function)
    )


@cache
def helpers() -> set[str]:
    """Names those of test modules only: what prepares a test may assert that it could."""
    return {
        function.name for module in MODULES for function in functions(module) if asserts(function)
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(TESTS).as_posix())
def test_every_test_asserts_something(module):
    tests = [function for function in functions(module) if function.name.startswith("test_")]
    assert tests
    idle = [test.name for test in tests if not asserts(test) and not calls(test) & helpers()]
    assert idle == []


def test_a_test_that_asserts_nothing_would_be_found():
    (idle,) = ast.parse("def test_idle():\n    print(len([]))").body
    assert isinstance(idle, ast.FunctionDef)
    assert not asserts(idle)
    assert not calls(idle) & helpers()
