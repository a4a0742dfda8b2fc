"""After any edit, a build gives the bytes of a clean one."""

import random
import shutil

import pytest

from tests import edits
from tests.edits import KINDS, differing
from tests.support import tree


@pytest.mark.timeout(600)
def test_builds_after_random_edits_are_those_of_clean_builds():
    tried, wrong = differing(3, seed=4)
    assert wrong == []
    assert tried.total() == 3


def test_every_kind_of_edit_can_be_made_again_and_again(tmp_path):
    root = tmp_path / "root"
    shutil.copytree(edits.SECOND, root, ignore=edits.MADE)
    for time in range(3):
        before = tree(root)
        for kind in KINDS:
            KINDS[kind](root, random.Random(time))
        assert tree(root) != before
