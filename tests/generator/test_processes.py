"""Processes that work for a build."""

import os
from multiprocessing import active_children

from charts.generator.base.problems import Problem, ProblemsError
from charts.generator.base.processes import Workers
from charts.generator.draw.build import begin

FAULT = Problem("data/rain.csv", 3, 7, "is no number.")


def refuses():
    raise ProblemsError([FAULT])


def test_a_problem_that_another_process_finds_is_told_as_it_is():
    with Workers() as workers:
        error = workers.submit(refuses).exception()
    assert isinstance(error, ProblemsError)
    assert error.problems == [FAULT]


def started(workers: Workers) -> int:
    """Return how many processes three pieces of work start."""
    for _ in range(3):
        workers.submit(os.getpid)
    return len(active_children())


def test_for_little_work_one_process_starts():
    with Workers() as workers:
        workers.start_only_one()
        assert started(workers) == 1


def test_a_few_charts_are_drawn_by_one_process(small):
    with Workers() as workers:
        begin([small.order(name) for name in small.drawings], workers)
        assert started(workers) == 1
