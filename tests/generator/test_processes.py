"""Processes that work for a build."""

from charts.generator.base.problems import Problem, ProblemsError
from charts.generator.base.processes import Workers

FAULT = Problem("data/rain.csv", 3, 7, "is no number.")


def refuses():
    raise ProblemsError([FAULT])


def test_a_problem_that_another_process_finds_is_told_as_it_is():
    with Workers() as workers:
        error = workers.submit(refuses).exception()
    assert isinstance(error, ProblemsError)
    assert error.problems == [FAULT]
