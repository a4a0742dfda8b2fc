"""The page of the method shows its notebook, executed, light and without code of its own."""

import gzip

from lxml import html

from tests.support import article

PAGE = "about/method"


def test_the_page_shows_words_code_and_output(built):
    page = article(built.site / PAGE / "index.html")
    assert str(page.findtext(".//h1")).startswith("How the numbers are made")
    assert len(page.xpath(".//pre/code")) >= 10
    assert len(page.xpath(".//pre[@class='output']")) >= 8
    assert len(page.xpath(".//table")) >= 2


def test_the_page_prints_the_numbers_of_the_facts(built):
    text = html.parse(built.site / PAGE / "index.html").getroot().text_content()
    for name in ("imports_fall_2021_2024", "russia_share_2025"):
        receipt = built.ledger.fact(name)
        assert f"{receipt.text}  {receipt.value.formula}" in text
    unctad, total = (
        built.ledger.value("investment_definitions_2017", column, publisher="UNCTAD").value
        for column in ("investment", "total")
    )
    assert f"{float(unctad) / float(total):.2%}; the report says 8.9%" in text


def test_the_page_holds_no_traceback_and_no_script_of_its_own(built):
    page = article(built.site / PAGE / "index.html")
    assert "Traceback" not in page.text_content()
    assert page.xpath(".//script | .//style | .//link | .//@style | .//@onclick") == []


def test_the_page_weighs_at_most_150_kb(built):
    page = (built.site / PAGE / "index.html").read_bytes()
    assert len(gzip.compress(page, 9)) <= 150_000


def test_the_script_is_not_published_as_a_page_of_code(built):
    assert list(built.site.rglob("method.py")) == []
