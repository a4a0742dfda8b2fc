"""Finds Markdown and HTML that the site would print as it stands, or that would break a page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from charts.generator.base.problems import Problem, unknown
from charts.generator.pages.markdown_page import GAP, Page

# The tags that a page may contain. Everything else loads, sends or swallows something.
TAGS = [
    "a", "abbr", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code",
    "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption",
    "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol",
    "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u",
    "ul", "var", "wbr",
]  # fmt: skip
_VOID = {"br", "col", "hr", "img", "wbr"}
# Inside these, Markdown is not read.
_BLOCKS = {
    "aside", "blockquote", "details", "div", "dl", "figure", "ol", "p", "section", "table", "ul",
}  # fmt: skip
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
# The generator marks numbers, claims and charts with these; the verification reads them.
_OWN = re.compile(r"data-(?:fact|value|format|claim|chart|key|source)\Z")

ADMONITIONS = [
    "note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger",
    "bug", "example", "quote",
]  # fmt: skip
_ADMONITION = re.compile(r'^[ ]*!!! ?([\w-]+)(?: +"[^"\n]*")?[ ]*(?=\n|\Z)')

# What editors know from elsewhere, with what they can do here.
_NOT_ENABLED = {
    re.compile(r"^[ ]*(\?\?\?)", re.MULTILINE): "a note that folds is not available; begin it "
    'with "!!!".',
    re.compile(r'^[ ]*(===[ ]+")', re.MULTILINE): "tabs are not available; use headings.",
    re.compile(r"^[ ]*[-*+][ ]+(\[[ xX]\])[ ]", re.MULTILINE): "a list of tasks is not available; "
    "write a plain list.",
    re.compile(r"(~~)(?=\S)[^~\n]+~~"): "text that is struck out is not available; delete it.",
    re.compile(
        r"(?<=[A-Za-z])(~\d+~)|(?<=\w)(\^\w+\^)"
    ): "small letters are written as <sub>2</sub> and <sup>2</sup>.",
    re.compile(r"(==)(?=[^\s=])[^=\n]+==(?!=)"): "marked text is written as <mark>…</mark>.",
    re.compile(r"(?<![\w+])(\+\+)(?=\w)[^+\n]+\+\+"): "underlined text is written as <ins>…</ins>.",
    re.compile(
        r"^[ ]*(\[(?:TOC|toc)\])", re.MULTILINE
    ): "the site makes its own table of contents; delete it.",
    re.compile(r"^(#{7,})", re.MULTILINE): "a heading has at most six #.",
    re.compile(r"(\[[^\[\]\n]{1,200}\] \((?:https?://|[\w./-]{1,80}\.md\b))"): "leave no space "
    "between ] and ( of a link.",
    re.compile(
        r"(\[[^\[\]\n(]{1,200}\(https?://[^()\[\]\s]+\))(?!\])"
    ): "close the words of the link with ].",
    re.compile(r"(\[\[)[^\[\]\n]+\]\]"): "link with [words](file.md).",
    re.compile(r"(?<![\w:])(:[a-z][a-z_]+:)(?![\w:])"): "icons are not available; delete it.",
    re.compile(r"(\$\$)|(\\\()|(?<!\w)(\$[A-Za-z\\][^$\n]*\$)"): "mathematics is not available; "
    "write it in words.",
    re.compile(
        r"^(#{1,6}[^#\s" + GAP + r"])", re.MULTILINE
    ): "put a space after the # of a heading.",
    re.compile(r"^(<{7}|>{7}|\|{7})(?=[ \n]|\Z)", re.MULTILINE): "this is left from a merge; keep "
    "one of the two texts, and delete the lines of <<<, === and >>>.",
    re.compile(
        r"(\[(?:insert|add|fill in|check|verify|quote|number|figure|name|date|source|link)\b"
        r"[^\]\n]{0,60}\])(?![(\[:])",
        re.I,
    ): "write what goes here.",
    re.compile(r"\b(TODO|FIXME|TBD|TKT?K?|XXX?|[Ll]orem ipsum)\b"): "write what goes here.",
}
# Signs that a Markdown parser leaves when they are not balanced or have a space too many.
_SCRIPT = re.compile(r"\]\(\s*<?(?:javascript|vbscript)\s*:", re.IGNORECASE)
_LEFT = re.compile(r"(\*\*+|\]\(|`+)")
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,30});")
_RAW = re.compile(
    r"(\*\*)(?=[^*\s])|(?<![\w*])(\*\w[^*\n]*\w\*)(?!\w)|(\[[^\]\n]+\]\([^)\n]*\))|(`[^`\n]+`)"
    r"|^[ ]*(#{1,6} )|^[ ]*([-*+] )|(\[\^)",
    re.MULTILINE,
)
_BACKTICKS = re.compile("`+")
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_DEFINED = re.compile(r"^[ ]{0,3}\[(?!\^)([^\]\n]+)\]:", re.MULTILINE)
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)
_NOTED = re.compile(r"\[\^([^\]\n]+)\](?!:)")
_FENCE = re.compile(r"(`{3,}|~{3,})[ ]*(?:[\w#.+-]*|\{[^}\n]*\})[ ]*\n")


def markup(page: Page) -> Iterator[Problem]:
    """Return the Markdown and HTML of a page that readers would not see as it is meant."""
    text = _words(page)
    yield from _code(page)
    for pattern, advice in _NOT_ENABLED.items():
        for found in pattern.finditer(text, page.body_start):
            group = found.lastindex or 0
            yield page.problem(f'"{found[group]}" stands on the page: {advice}', found.start(group))
    yield from _headings(page)
    yield from _admonitions(page, text)
    yield from _references(page, text)
    yield from _lists(page)
    inside = list(_blocks(text, page.body_start))
    for start, end in inside:
        if raw := _RAW.search(text, start, end):
            group = raw.lastindex or 0
            message = (
                f'"{raw[group].strip()}" is inside HTML, where Markdown is not read; write it as '
                "HTML, or the block as Markdown."
            )
            yield page.problem(message, raw.start(group))
    yield from _left(page, text, inside)
    yield from _entities(page, text)
    yield from _tags(page, text)


def _entities(page: Page, text: str) -> Iterator[Problem]:
    """Say which entities mean no letter, so that readers would see them as they are written."""
    for found in _ENTITY.finditer(text, page.body_start):
        meant = html.unescape(found[0])
        if meant == found[0] or "\ufffd" in meant:
            yield page.problem(f'"{found[0]}" means no letter; write the letter.', found.start())


def _words(page: Page) -> str:
    """Return the text of a page with gaps in place of its code and its comments."""
    text = list(page.readable)

    def hide(start: int, end: int) -> None:
        for i in range(start, end):
            if text[i] != "\n":
                text[i] = GAP

    for token, start, end in page.blocks:
        if token.type == "fence":
            hide(start, end)
        code = [child.content for child in token.children or [] if child.type == "code_inline"]
        for place in _code_spans(page.readable, start, end, code):
            hide(*place)
    for comment in _COMMENT.finditer("".join(text), page.body_start):
        if comment[1]:
            hide(*comment.span())
    return "".join(text)


def _code_spans(text: str, start: int, end: int, code: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where the code in a paragraph stands, from its contents in their order.

    It stands between two runs of as many backticks; other runs are plain signs.
    """
    runs = [run.span() for run in _BACKTICKS.finditer(text, start, end)] if code else []
    after: list[int | None] = [None] * len(runs)  # the number of the next run of the same length
    last: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        after[number], last[length] = last.get(length), number
    number, left = 0, iter(code)
    content = next(left, None)
    while content is not None and number < len(runs):
        closing = after[number]
        begin = text[runs[number][1] : runs[number][1] + 9].replace("\n", " ")
        if closing is not None and begin.startswith((content[:8], f" {content[:8]}")):
            yield runs[number][0], runs[closing][1]
            number, content = closing, next(left, None)
        number += 1


def _code(page: Page) -> Iterator[Problem]:
    """Say which blocks of code don't end or begin in the margin, and which code has macros."""
    for token, start, end in page.blocks:
        code = page.readable[start:end]
        if token.type == "fence":
            begin = _FENCE.match(code)
            closed = re.search(rf"\n[ ]*{re.escape(token.markup)}[`~]*[ ]*\n?\Z", code.rstrip(GAP))
            if page.text[start : start + 1] == " " or not begin:
                message = "a block of code begins in the margin, with ``` and at most one word."
                yield page.problem(message, start)
            elif not closed:
                yield page.problem(
                    f'this code does not end; close it with "{token.markup}".', start
                )
        has_macro = token.type == "fence" and GAP in token.content
        has_macro |= any(c.type == "code_inline" and GAP in c.content for c in token.children or [])
        if has_macro and any(s.kind == "macro" and start <= s.start < end for s in page.spans):
            message = (
                "a macro in code would show its HTML; put {% raw %} … {% endraw %} around code "
                "that only shows a macro."
            )
            yield page.problem(message, start)


def _headings(page: Page) -> Iterator[Problem]:
    """Say which headings repeat the title's level, skip a level or share an anchor."""
    level, anchors = 1, set()
    for token, start, end in page.blocks:
        if token.type != "heading_open":
            continue
        own = int(token.tag[1])
        if own == 1:
            message = "the title is in the front matter; headings in the text begin with ##."
            yield page.problem(message, start)
        elif own > level + 1:
            message = f"this heading skips a level; write it with {'#' * (level + 1)}."
            yield page.problem(message, start)
        level = max(own, 2)
        for anchor in re.findall(
            r"\{[^{}]*#([\w:.-]+)[^{}]*\}\s*$", page.readable[start:end], re.M
        ):
            if anchor in anchors:
                yield page.problem(f'two headings have the anchor "{anchor}"; rename one.', start)
            anchors.add(anchor)


def _admonitions(page: Page, text: str) -> Iterator[Problem]:
    for found in re.compile(r"^[ ]*!!!", re.MULTILINE).finditer(text, page.body_start):
        line = text[found.start() : (text.find("\n", found.start()) + 1 or len(text) + 1) - 1]
        said = _ADMONITION.match(line)
        after = text[found.start() + len(line) :].lstrip("\n")
        indent = len(line) - len(line.lstrip())
        place = found.end() - 3
        if not said:
            message = 'a note begins with a line such as: !!! note "Its title"'
            yield page.problem(f"{message} (no macro in it).", place)
        elif said[1] not in ADMONITIONS:
            yield page.problem(unknown("kind of note", said[1], ADMONITIONS), place)
        elif not after.startswith(" " * (indent + 4)):
            message = "a note has no text; indent its lines with four spaces."
            yield page.problem(message, place)


def _references(page: Page, text: str) -> Iterator[Problem]:
    """Say which links and footnotes name nothing, and which footnotes nothing names."""
    start = page.body_start
    links = {" ".join(found[1].lower().split()) for found in _DEFINED.finditer(text, start)}
    for found in _REFERENCE.finditer(text, start):
        name = found[2] or found[1]
        if " ".join(name.lower().split()) not in links and not found[1].startswith("^"):
            message = f'no line "[{name}]: address" says where "{found[0]}" leads.'
            yield page.problem(message, found.start())
    notes = [found[1] for found in _FOOTNOTE.finditer(text, start)]
    named = set()
    for found in _NOTED.finditer(text, start):
        named.add(found[1])
        if found[1] not in notes:
            message = f'there is no footnote "[^{found[1]}]: …" on this page; write it.'
            yield page.problem(message, found.start())
    for found in _FOOTNOTE.finditer(text, start):
        if notes.count(found[1]) > 1:
            yield page.problem(f'two footnotes are named "{found[1]}"; rename one.', found.start())
        elif found[1] not in named:
            message = f'no text has the footnote "[^{found[1]}]"; name it, or delete the footnote.'
            yield page.problem(message, found.start())


def _lists(page: Page) -> Iterator[Problem]:
    """Say which lists and tables are part of the paragraph above them."""
    for token, start, _ in page.blocks:
        if (
            token.type in ("bullet_list_open", "ordered_list_open", "table_open")
            and not token.level
        ):
            before = page.readable[:start].rstrip(" ").rsplit("\n", 2)[-2:-1]
            if start > page.body_start and before and before[0].strip():
                if re.match(r"\s*(?:[-*+]|\d+[.)])\s|#|```|~~~", before[0]):
                    continue
                kind = "table" if token.type == "table_open" else "list"
                yield page.problem(f"leave an empty line above the {kind}.", start)


def _left(page: Page, text: str, inside: list[tuple[int, int]]) -> Iterator[Problem]:
    for token, start, end in page.blocks:
        left = [c.content for c in token.children or [] if c.type == "text"]
        for found in _LEFT.finditer("\n".join(left)):
            place = max(text.find(found[1], start, end), start)
            if _SCRIPT.match(text, place):
                continue  # `unsafe_markup` says that it runs nothing
            if not any(first <= place < last for first, last in inside):
                message = f'"{found[1]}" would be shown as it stands; Markdown has not read it.'
                yield page.problem(message, place)


# HTML --------------------------------------------------------------------------------------------


def _blocks(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches inside blocks of HTML that begin a line and end."""
    for tag in re.compile(r"^<([a-z]+)\b[^>]*>", re.MULTILINE).finditer(text, start):
        if tag[1] in _BLOCKS:
            end = text.find(f"</{tag[1]}", tag.end())
            yield tag.end(), end if end >= 0 else tag.end()


def _tags(page: Page, text: str) -> Iterator[Problem]:
    """Say which tags a page can't contain, which do not end, and what their attributes lack."""
    opened: list[tuple[str, int]] = []
    swallowed = text.find("<!--", page.body_start)
    if swallowed >= 0:
        yield page.problem('this comment does not end; close it with "-->".', swallowed)
    for tag in _TAG.finditer(text, page.body_start):
        name, place = tag[2].lower(), tag.start()
        if ":" in name or "@" in tag[0]:  # an address between < and >
            continue
        if name == "script":
            continue  # has its own advice
        if name not in TAGS:
            message = f"a page can't contain <{name}>; write it in Markdown, or delete it."
            yield page.problem(message, place)
            continue
        if GAP in tag[3]:
            yield page.problem(f"a macro can't be inside the tag <{name}>.", place)
        yield from _attributes(page, name, tag[3], place)
        if name in _VOID:
            continue
        if not tag[1]:
            opened.append((name, place))
        elif opened and opened[-1][0] == name:
            opened.pop()
        elif name in [other for other, _ in opened]:
            while opened[-1][0] != name:
                yield _unclosed(page, *opened.pop())
            opened.pop()
        else:
            yield page.problem(f"</{name}> closes nothing; delete it.", place)
    for name, place in opened:
        yield _unclosed(page, name, place)


def _unclosed(page: Page, name: str, place: int) -> Problem:
    return page.problem(f"<{name}> does not end; close it with </{name}>.", place)


def _attributes(page: Page, name: str, written: str, place: int) -> Iterator[Problem]:
    said = {f[1].lower(): (f[2] or "").strip("\"'") for f in _ATTRIBUTE.finditer(written)}
    if name == "img" and not said.get("alt", "").strip():
        message = "this picture has no alternative text; say in alt what it shows."
        yield page.problem(message, place)
    for key in said:
        if _OWN.match(key):
            yield page.problem(f'"{key}" is the generator\'s own; use a macro.', place)
        elif key == "markdown":
            yield page.problem("Markdown is not read inside HTML; write one or the other.", place)
