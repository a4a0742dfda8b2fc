"""Writes charts/FORMS.md, which shows every form of chart, and its pictures: `make forms-guide`.

Words and drawings are those of the explainer in tests/forms_explainer; a test compares them.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.build import build_site

ROOT = Path(__file__).parent.parent
FORMS = Path(__file__).parent / "forms_explainer"
GUIDE = "charts/FORMS.md"
PICTURES = ".github/forms"

_SECTION = re.compile(
    r'^## (?P<title>.+)\n\n(?P<words>(?:.+\n)+)\n\{\{ chart\("(?P<chart>.+)"\) \}\}$', re.MULTILINE
)
_FORM = re.compile(r"`(\w[\w-]*)`")
HEAD = """\
# Which chart for which question?

`charts new chart NAME DATASET --form FORM` starts a chart in each of these forms. `make forms`
shows them live, in light and dark, on a phone and on paper. `make forms-guide` writes this page.
"""


def files(built: Project) -> Iterator[tuple[str, str]]:
    """Yield the guide and its pictures: their paths in the repository, and their contents.

    Args:
        built: the explainer of forms, with its built site.
    """
    content = Content(built)
    parts = [HEAD]
    for section in _SECTION.finditer((built.docs / "questions" / "forms.md").read_text("utf-8")):
        words, _, draft = section["words"].strip().rpartition("\n")
        forms = _FORM.findall(draft) if draft.startswith("For a draft") else []
        if not forms:  # a way to draw, and no form of its own
            continue
        chart = section["chart"]
        picture = f"{PICTURES}/{chart}.svg"
        yield picture, (built.site / "charts" / chart / f"{chart}.svg").read_text("utf-8")
        alt = " ".join(content.plain(content.chart_pages[chart], "alt").split())
        names = " or ".join(f"`--form {form}`" for form in forms)
        parts.append(f"## {section['title']}\n\n{words}\n\n{names}\n\n![{alt}](../{picture})\n")
    yield GUIDE, "\n".join(parts)


def main() -> None:
    """Build the explainer of forms in a scratch folder, and write the guide from it."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(shutil.copytree(FORMS, Path(scratch) / "forms"))
        list(build_site(Project(root)))
        shutil.rmtree(ROOT / PICTURES, ignore_errors=True)
        for path, text in files(Project(root)):
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
