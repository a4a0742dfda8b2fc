"""Finds what a page would make a browser run, load or send, beyond what a site of ours may."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml import html

from charts.generator.site import security_policy
from charts.generator.site.verify import styles
from charts.generator.site.verify.report import Found

# Attributes that are only read. All others are addresses, or may become some.
_READ = {
    "abbr", "alt", "cite", "class", "content", "d", "headers", "id", "label", "name", "placeholder",
    "property", "summary", "title", "value",
}  # fmt: skip
# Links may lead anywhere, because only a reader follows them.
_FOLLOWED = {("a", "href"), ("area", "href")}
_NOT_FETCHED = {"canonical", "alternate", "prev", "next", "author", "license", "me", "help"}

# What no page of ours has: it loads or runs other pages, or sends what readers do somewhere.
_REFUSED_ELEMENTS = {
    "base", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe",
    "foreignobject", "animate", "animatetransform", "animatemotion", "set",
}  # fmt: skip
_REFUSED_ATTRIBUTES = {
    "action", "formaction", "srcdoc", "xlink:href", "ping", "manifest", "background",
    "attributionsrc",
}  # fmt: skip
_EQUIVALENTS = {"content-security-policy", "x-ua-compatible"}

# Addresses that a browser runs as scripts; it ignores white space in them.
_PROGRAM = re.compile(r"(?:javascript|vbscript|data:(?:text/html|image/svg))\b", re.IGNORECASE)
_BLANK = re.compile(r"[\x00-\x20]")


def run_or_loaded(page: html.HtmlElement, *, is_old: bool = False) -> Found:
    """Return what a page would run, load from other origins, or send.

    Only what is not already wrong for a reason of its own is held against the page's policy. One
    that `is_old` may have the rules of its time.
    """
    found = [*_elements(page), *_attributes(page), *_styles(page)]
    yield from found
    if not found:
        yield from _policy(page, security_policy.RULES if is_old else security_policy.RULES[:1])


def _elements(page: html.HtmlElement) -> Found:
    for element in page.xpath("//article//script"):
        if element.get("type") not in security_policy.DATA:
            yield element, "there is a script in the text of the page."
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _REFUSED_ELEMENTS:
            yield element, f"there is an element <{element.tag}>, which no page of this site has."
        elif element.tag == "meta" and element.get("http-equiv", "").lower() not in {
            "", *_EQUIVALENTS,
        }:  # fmt: skip
            said = f"{element.get('http-equiv')}: {element.get('content', '')}"
            yield element, f'<meta> gives the browser an order, "{said}".'


def _attributes(page: html.HtmlElement) -> Found:
    for attribute in page.xpath("//@*"):
        element, name = attribute.getparent(), attribute.attrname.lower()
        if name.startswith("on"):
            yield element, f'"{name}" of <{element.tag}> is run as a script.'
        elif name in _REFUSED_ATTRIBUTES:
            yield element, f'<{element.tag}> has "{name}", which no page of this site has.'
        elif name not in _READ and not name.startswith(("data-", "aria-", "xmlns")):
            for address in _addresses(name, attribute):
                if _PROGRAM.match(_BLANK.sub("", address)):
                    yield element, f'the address "{address}" is run as a script.'
                elif _loads(element, name) and _elsewhere(address):
                    yield element, f"<{element.tag}> loads {address} from another origin."


def _addresses(name: str, value: str) -> list[str]:
    """Return the addresses in an attribute; "a.png 1x, b.png 2x" has two."""
    if name.endswith("srcset"):
        return [choice.split()[0] for choice in value.split(",") if choice.strip()]
    return [] if name == "style" else [value]


def _loads(element: html.HtmlElement, name: str) -> bool:
    if element.tag == "link" and name == "href":
        return not _NOT_FETCHED & set(element.get("rel", "").lower().split())
    return (element.tag, name) not in _FOLLOWED


def _elsewhere(address: str) -> bool:
    # Browsers read a backslash as a slash, and skip white space.
    plain = _BLANK.sub("", address).replace("\\", "/")
    try:
        return bool(urlsplit(plain).netloc)
    except ValueError:
        return True


def _styles(page: html.HtmlElement) -> Found:
    """Return what styles would load, also those in attributes, such as fill="url(…)"."""
    for style in page.xpath("//style/text() | //@*[contains(., '(') or contains(., '\\')]"):
        element, name = style.getparent(), style.attrname
        if not name or (name not in _READ and not name.startswith(("data-", "aria-"))):
            yield from ((element, f"<{element.tag}> {said}") for said in styles.loaded(style))


def _policy(page: html.HtmlElement, rules: Sequence[str]) -> Found:
    """Compare a page's policy with the one that its own scripts and styles ask for."""
    policies = page.xpath("//meta[@http-equiv]")
    if [policy.getparent().tag for policy in policies] != ["head"]:
        yield page, "the page has no Content-Security-Policy, or more than one."
        return
    policy = policies[0]
    if policy.xpath("preceding::script | preceding::style | preceding::link"):
        yield policy, "the page loads or runs something before its policy rules it."
    if policy.get("content") not in [security_policy.of(page, each) for each in rules]:
        yield policy, "the policy is not the one of this page: it must allow its scripts alone."
