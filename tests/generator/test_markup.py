"""Markdown and HTML that a page would print as it stands, or that would break it, are mistakes.

⌖ marks the place that the message has to name.
"""

import random
from pathlib import Path

import pytest

from charts.generator.check.check import check
from charts.generator.project import Project
from tests.support import place

PAGE = """\
---
title: A page
description: It has a mistake.
---

{}
"""
MISTAKES = {
    "underlined": ("⌖++words++ here.", '"++" stands on the page'),
    "contents": ("⌖[TOC]", '"[TOC]" stands on the page'),
    "seven levels": ("⌖####### More", '"#######" stands on the page'),
    "link with a space": ("⌖[words] (https://example.org)", '"[words] (https://" stands'),
    "open link": ("⌖[words(https://example.org)", '"[words(https://example.org)" stands'),
    "unknown entity": ("Text ⌖&nosuch; here.", '"&nosuch;" means no letter'),
    "no letter": ("Text ⌖&#0; here.", '"&#0;" means no letter'),
    "open code": ("Text ⌖`code here.", '"`" would be shown as it stands'),
    "style": ("⌖<style>p {color: red}</style>", "a page can't contain <style>"),
    "other address for links": (
        '⌖<base href="https://example.org/">',
        "a page can't contain <base>",
    ),
    "page that leads away": (
        '⌖<meta http-equiv="refresh" content="0">',
        "a page can't contain <meta>",
    ),
    "form": ('⌖<form action="https://example.org/">x</form>', "a page can't contain <form>"),
    "field": ("⌖<textarea>", "a page can't contain <textarea>"),
    "rest as it stands": ("⌖<plaintext>", "a page can't contain <plaintext>"),
    "frame": ('⌖<iframe src="https://example.org"></iframe>', "a page can't contain <iframe>"),
    "data that a script reads": (
        '⌖<span data-fact="fact:x">x</span>',
        '"data-fact" is the generator',
    ),
    "tag that does not end": ("⌖<div>\n\nText.", "<div> does not end; close it with </div>."),
    "tag that never began": ("Text.⌖</span>", "</span> closes nothing; delete it."),
    "comment that does not end": ("Text. ⌖<!-- and more", "this comment does not end"),
    "Markdown in HTML": ("<div>\n⌖**Text**\n</div>", '"**" is inside HTML'),
    "picture without words": ("![](⌖assets/year.svg)", "this picture has no alternative text"),
    "picture of another site": (
        "![It](⌖https://example.org/a.png)",
        'the address "https://example.org',
    ),
    "link in HTML": (
        '<a href=⌖"questions/length.md">it</a>',
        'the address "questions/length.md" leads',
    ),
    "link without words": ("[](⌖index.md)", "this link has no words"),
    "link without address": ("[it](⌖)", 'the address "" is empty'),
    "link to data": ("[it⌖](data:text/html,hi)", '"](" would be shown'),
    "link to a file that is not published": (
        "[it](⌖sources.yml)",
        'the link to "sources.yml" leads',
    ),
    "link from the root": ("[it](⌖/lost)", 'the address "/lost" begins with a slash'),
    "reference to nothing": ("⌖[it][nowhere]", 'no line "[nowhere]: address" says where'),
    "footnote that is not there": ("Text.⌖[^a]", 'there is no footnote "[^a]: …"'),
    "footnote that nothing names": ("⌖[^a]: Text.", 'no text has the footnote "[^a]"'),
    "unknown kind of note": ("⌖!!! nota\n    Text.", 'there is no kind of note "nota"'),
    "note without text": ("⌖!!! note\nText.", "a note has no text; indent its lines"),
    "note that folds": ("⌖??? note\n    Text.", '"???" stands on the page'),
    "list of tasks": ("- ⌖[ ] Text", '"[ ]" stands on the page'),
    "struck out": ("A ⌖~~year~~.", '"~~" stands on the page'),
    "left from a merge": ("⌖<<<<<<< HEAD\nText.", '"<<<<<<<" stands on the page'),
    "left to do": ("⌖TODO: write it.", '"TODO" stands on the page'),
    "left to insert": (
        "He said: ⌖[insert quote here].",
        '"[insert quote here]" stands on the page',
    ),
    "second title": ("⌖# Title", "the title is in the front matter"),
    "level left out": ("## A\n\n⌖#### B", "this heading skips a level; write it with ###."),
    "anchor twice": ("## A { #x }\n\n⌖## B { #x }", 'two headings have the anchor "x"'),
    "list without a line above": ("Text:\n⌖- a\n- b", "leave an empty line above the list."),
    "code that does not end": ("⌖```\nx = y", "this code does not end"),
}


@pytest.fixture
def small(small: Project) -> Project:
    """The tiny explainer with a picture to show."""
    (small.docs / "assets").mkdir()
    (small.docs / "assets" / "year.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return small


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_what_would_be_printed_as_it_stands_is_a_mistake(small, text, message):
    written, where = place(PAGE.format(text))
    Path("docs/mistake.md").write_text(written, encoding="utf-8")
    said = [str(problem) for problem in check(small).problems]
    assert any(line.startswith(f"docs/mistake.md:{where}: {message}") for line in said), said


INNOCENT = {
    "c++": "C++ and C++, and [words (https://example.org)](https://example.org).",
    "entity": "Text&nbsp;of &eacute; &amp; &#8211; it.",
    "escaped backtick": "A \\` alone.",
    "note": '!!! warning "Take care"\n\n    Text of it.',
    "footnote": "Text.[^a]\n\n[^a]: More of it.",
    "subscript": "CO<sub>x</sub> and <mark>this</mark>.",
    "table": "Text.\n\n| A | B |\n| --- | --- |\n| c | d |",
    "closed block": '<div class="x">\n<p>Text.</p>\n</div>',
    "signs in code": "Write `**`, `[x][y]`, `<div>`, `TK`.\n\n```\n!!! note\n[ ] ~~x~~ <div>\n```",
    "picture": "![A year](assets/year.svg)",
    "link in HTML to an address": '<a href="https://example.org/">it</a>',
    "list in a list": "- a\n    - b\n- c",
    "comment": "<!-- TODO: ask again -->\nText.",
    "reference": "[it][x] and [sic].\n\n[x]: index.md",
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_what_the_site_shows_as_it_is_meant_passes(small, text):
    Path("docs/innocent.md").write_text(PAGE.format(text), encoding="utf-8")
    assert [str(problem) for problem in check(small).problems] == []


# Escape hatches ----------------------------------------------------------------------------------

FRONT = {
    "a number": ("allowed:\n  ⌖'3': a reason", 'allowed: "3" would free that number'),
    "a number in words": ("allowed:\n  ⌖half: a reason", 'allowed: "half" would free'),
    "an amount": ("allowed:\n  ⌖$3 billion: a reason", 'allowed: "$3 billion" is an amount'),
    "a unit": ("allowed:\n  ⌖40 Mt: a reason", 'allowed: "40 Mt" is an amount'),
    "a range": ("allowed:\n  ⌖the low forties: a reason", 'allowed: "the low forties" would free'),
    "a rank": ("allowed:\n  ⌖top 5: a reason", 'allowed: "top 5" would free'),
    "a percentage": ("allowed:\n  ⌖90 percent: a reason", 'allowed: "90 percent" is an amount'),
    "a phrase that is not there": (
        "allowed:\n  ⌖Nord Stream 2: a name",
        'allowed: "Nord Stream 2" is',
    ),
    "an unknown dataset": ("pinned:\n  ⌖year_length: a reason", "pinned: there is no dataset"),
    "no reason": ("pinned:\n  ⌖year_lengths:", 'pinned: "year_lengths" has no reason'),
    "a dataset that is not used": (
        "pinned:\n  ⌖year_lengths: a reason",
        "pinned: this page does not use",
    ),
    "a source that is not used": (
        "sources: [⌖year_lengths]",
        'source "year_lengths" is listed, but',
    ),
    "a source twice": ("sources: [year_lengths, ⌖year_lengths]", '"year_lengths" is listed twice'),
    "a comment that cuts a text": (
        "label: A page ⌖# in a book",
        'YAML takes "# in a book" for a comment',
    ),
    "Markdown": ("label: A ⌖**page**", '"**page**" would be shown as it stands'),
}


@pytest.mark.parametrize(("line", "message"), FRONT.values(), ids=FRONT)
def test_an_exception_is_as_narrow_as_its_reason(small, line, message):
    text = PAGE.format("Text.").replace("\n---\n\n", f"\n{line}\n---\n\n")
    written, where = place(text)
    Path("docs/mistake.md").write_text(written, encoding="utf-8")
    said = [str(problem) for problem in check(small).problems]
    assert any(line.startswith(f"docs/mistake.md:{where}: {message}") for line in said), said


def test_a_folder_or_a_link_to_nothing_with_the_name_of_a_page_is_a_mistake(small):
    (small.docs / "folder.md").mkdir()
    (small.docs / "lost.md").symlink_to("nowhere")
    assert [(p.path, p.message[:36]) for p in check(small).problems] == [
        ("docs/folder.md", "the name of a page ends in .md, and "),
        ("docs/lost.md", "the name of a page ends in .md, and "),
    ]


def test_a_question_is_asked_once_and_a_day_has_come_and_has_no_time(small):
    page = (small.docs / "questions" / "length.md").read_text(encoding="utf-8")
    for name, day in {"late": "2096-12-31", "hour": "2024-12-31 10:00:00"}.items():
        text = page.replace("2024-12-31", day)
        (small.docs / "questions" / f"{name}.md").write_text(text, encoding="utf-8")
    said = " ".join(problem.message for problem in check(small).problems)
    assert "asks the same question" in said
    assert "2096-12-31, which is still to come" in said
    assert "without a time of day" in said


def _edited(text: str, chance: random.Random) -> str:
    """Returns a text as a hurried editor may leave it."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    place = chance.randrange(len(text))
    kind = chance.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[at])
    elif kind == 2:
        return text[:place] + text[place + 1 :]
    elif kind == 3:
        return text[:place] + chance.choice("\"'{}[]()<>:#|*`\n\t-&!%") + text[place:]
    else:
        return (
            text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
        )
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_no_slip_of_the_hand_ends_in_a_traceback(small, seed):
    chance = random.Random(seed)
    pages = sorted(small.docs.rglob("*.md"))
    for _ in range(10):
        path = chance.choice(pages)
        text = path.read_text(encoding="utf-8")
        path.write_text(_edited(_edited(text, chance), chance), encoding="utf-8")
        report = check(Project(small.root))  # raises nothing
        assert all(problem.line for problem in report.problems), path
        path.write_text(text, encoding="utf-8")
