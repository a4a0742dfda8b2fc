"""The command line: `charts`, or `python -m charts`."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from charts.generator.base import clock, imports, system_faults
from charts.generator.base.clock import today
from charts.generator.base.environment import ADDRESS
from charts.generator.base.problems import MistakeError, Problem, ProblemsError
from charts.generator.project import Project

if TYPE_CHECKING:
    from charts.generator.author.describe import Answers
    from charts.generator.author.plan import Plan

FAILED = 1

# What can be listed; `listing` knows how.
LISTED = ["charts", "facts", "claims", "series", "datasets", "sources", "formats"]
# `docs/definitions.yml` has its facts under `numbers`.
ALIASES = {"numbers": "facts"}


P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])


def _pass_project(command: Callable[Concatenate[Project, P], None]) -> Callable[P, None]:
    """Hand a command its explainer, once the folder is known to hold one."""

    @click.pass_obj
    @wraps(command)
    def checked(project: Project, /, *args: P.args, **kwargs: P.kwargs) -> None:
        project.must_be_one()
        command(project, *args, **kwargs)

    return checked


class Commands(click.Group):
    """Prints problems as lines of text, whichever command finds them."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; if it finds problems, print one line for each and exit with 1."""
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            count = len(error.problems)
            click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was changed.", err=True)
            if error.then:
                click.echo(error.then, err=True)
            sys.exit(FAILED)
        except MistakeError as error:
            # A sentence begins with a capital, unless it begins with a path or a name.
            said = re.sub(r"^[a-z]+(?= )", lambda word: word[0].capitalize(), str(error))
            click.echo(said, err=True)
            sys.exit(FAILED)
        except system_faults.FAULTS as error:
            if not (said := system_faults.told(error)):
                raise
            click.echo(said, err=True)
            sys.exit(FAILED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The explainer's folder, which contains mkdocs.yml; by default the current one.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Build, check and show a data explainer."""
    if sys.flags.optimize:
        raise MistakeError(
            "Python was told to leave out assertions; without those of its libraries, a chart can "
            "be drawn wrong: start it without -O, and unset PYTHONOPTIMIZE."
        )
    imports.lighten()
    context.obj = Project(root)


@main.command()
@_pass_project
def build(project: Project) -> None:
    """Draw the charts that have changed into build/charts/."""
    with project.alone("charts build"):
        started = time.monotonic()
        built, drawn = project.draw()
        spent = time.monotonic() - started
    click.echo(f"{len(built)} charts, {len(drawn)} redrawn, in {spent:.1f} s: {project.built}")


@main.command(epilog="Exit codes: 0 no problems, 1 problems found, 2 wrong usage.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github"]),
    default="text",
    help="text: one line per problem. github: annotations beside the lines of a pull request.",
)
@_pass_project
def check(project: Project, style: str) -> None:
    """Check data, claims and words, and whether all charts can be drawn; build no page.

    A problem stops the build. A warning does not: it names text that new data make out of date, and
    data that should have been followed by newer ones.
    """
    from charts.generator.check.kept import check as examine

    report = examine(project)
    problems, warnings = report.problems, report.warnings
    if style == "github":
        _annotate(problems, warnings)
    else:
        for warning in warnings:
            click.echo(f"warning: {warning}")
    if problems:
        raise ProblemsError(problems)
    count = f", {len(warnings)} warning{'s' if len(warnings) > 1 else ''}" if warnings else ""
    click.echo(f"No problems found{count}. Today is {clock.told()}.")


def _annotate(problems: list[Problem], warnings: list[Problem]) -> None:
    """Annotate on GitHub, which shows at most ten of a kind; its summary lists them all."""
    said = {"error": problems, "warning": warnings}
    lines = [found.annotation(kind) for kind, several in said.items() for found in several]
    click.echo("\n".join(lines), nl=bool(lines))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        heads = [f"{len(several)} {kind}s" for kind, several in said.items()]
        items = [f"- {kind}: {found}" for kind, several in said.items() for found in several]
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write("\n".join([f"## {', '.join(heads)}", "", *items, ""]))


@main.command("verify", short_help="Prove every byte of a built or published site.")
@click.argument("site")
@click.option("--all", "everything", is_flag=True, help="Draw every chart anew; trust no cache.")
@_pass_project
def verify_(project: Project, site: str, everything: bool) -> None:
    """Make SITE again from the sources and compare every byte; recompute every number in it.

    SITE is a folder, or the address of a published site.
    """
    import tempfile

    from charts.generator.base.processes import Workers
    from charts.generator.pages.content import Content
    from charts.generator.site import manifest, verify
    from charts.generator.site.manifest import MANIFEST
    from charts.generator.site.published import Published

    published = Published(site) if site.startswith(("https://", "http://")) else None
    if published:
        os.environ[ADDRESS] = published.address  # the one that it must be made for
        manifest.adopt(published.get([MANIFEST]).get(MANIFEST, b""))
    with (
        project.alone("charts verify"),
        tempfile.TemporaryDirectory(prefix="verify-") as scratch,
    ):
        if not published and not Path(site).is_dir():
            raise click.UsageError(f'there is no folder "{site}"; name one, or an address.')
        if not published and (Path(site) / MANIFEST).is_file():
            manifest.adopt((Path(site) / MANIFEST).read_bytes())
        content = Content(Project(project.root, Path(scratch)) if everything else project)
        if published:
            report = verify.verify_published(content, published)
        else:
            report = verify.verify(content, Path(site))
        if everything:
            report.seen["drawn"] = len(content.project.drawings)
        elif not published and not report.problems:
            with Workers(several=False) as here, verify.drawn_anew(content, here) as painted:
                report.problems += painted()(Path(site))
            report.seen["drawn"] = len(verify.chosen(content.project))
    if report.problems:
        raise ProblemsError(report.problems)
    click.echo(report.summary)


@main.command()
@_pass_project
def site(project: Project) -> None:
    """Check, build and verify the whole site into site/."""
    from charts.generator.site.build import build_site

    for line in build_site(project):
        click.echo(line)


@main.command(short_help="Keep the frozen charts of a published site.")
@click.argument("address")
@click.option("--record", is_flag=True, help="Also write what is carried into frozen.yml.")
@click.option(
    "--signed",
    metavar="OWNER/NAME",
    default="",
    help="Refuse charts not yet in frozen.yml unless that repository's workflow signed the site.",
)
@_pass_project
def carry(project: Project, address: str, record: bool, signed: str) -> None:
    """Copy the frozen charts of the site published at ADDRESS into the new site in site/."""
    from charts.generator.site.frozen_charts import carry as copy
    from charts.generator.site.frozen_charts import remember
    from charts.generator.site.published import Published

    with project.alone("charts carry"):
        copied = copy(project, Published(address), signed)
    click.echo(f"Carried over: {len(copied)} frozen chart{'' if len(copied) == 1 else 's'}.")
    if record:
        click.echo(f"Recorded in frozen.yml: {remember(project)} more.")


@main.command(short_help="Show a live preview of the site.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port to serve it on.",
)
@_pass_project
def serve(project: Project, port: int) -> None:
    """Serve the site on this machine and update it whenever you save a file."""
    from charts.generator.site.preview import serve as preview

    preview(project, port)


@main.command(short_help="Show one chart while its module is edited.")
@click.argument("name")
@click.option("--port", default=8001, show_default=True, help="The port to serve it on.")
@_pass_project
def preview(project: Project, name: str, port: int) -> None:
    """Show the chart NAME in both widths, light and dark, and again whenever you save a file."""
    from charts.generator.site.chart_preview import serve

    serve(project, name, port)


@main.command(short_help="Accept datasets that you edited on purpose.")
@click.argument("datasets", nargs=-1)
@_pass_project
def stamp(project: Project, datasets: tuple[str, ...]) -> None:
    """Accept DATASETS that you edited on purpose (by default all): update their checksums."""
    from charts.generator.data.datasets import stamp as renew

    changed = renew(project.data, list(datasets), project.proofs)
    click.echo(f"Renewed: {', '.join(changed)}." if changed else "No file has changed.")


@main.command(short_help="Renew datasets from their publishers.")
@click.argument("datasets", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--accept",
    is_flag=True,
    help="Take data of DATASETS that are hard to believe: you have compared them.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write what changes to this file, as Markdown for a pull request.",
)
@_pass_project
def refresh(
    project: Project,
    datasets: tuple[str, ...],
    dry_run: bool,
    accept: bool,
    report: Path | None,
) -> None:
    """Renew DATASETS from their publishers, or by their queries.

    By default, all that have a fetcher, and all queries whose engine and files are here.
    """
    from charts.generator.author import refresh_report, reworded
    from charts.generator.base.files import write_atomically
    from charts.generator.base.http_client import Client
    from charts.generator.data import refresh as renewing
    from charts.generator.data.renewal import Refusal, Renewal

    if accept and not datasets:
        raise click.UsageError("with --accept, name the datasets that you have compared.")
    try:
        held = project.datasets
    except ProblemsError as error:
        if report:
            write_atomically(report, refresh_report.unreadable(error.problems) + "\n")
        raise
    found = renewing.renew(
        held,
        project.data,
        list(datasets),
        Client(project.root / "build" / "fetched"),
        accept=accept,
    )
    renewals: list[Renewal] = []
    refusals: list[Refusal] = []
    lacking = {} if datasets else renewing.left_out(held, project.data)
    length = len(set(datasets)) or len(renewing.renewable(held)) - len(lacking)
    # A bar in a terminal; elsewhere, as in CI, a line for each dataset.
    watched = sys.stderr.isatty()
    bar = click.progressbar(length=length, label="Fetching", file=sys.stderr, hidden=not watched)
    with bar:
        for together in found:
            if not dry_run:
                together = renewing.saved(project.data, together)
            for result in together:
                bar.update(1)
                if isinstance(result, Refusal):
                    refusals.append(result)
                    said = f"refused: {result.name}"
                else:
                    renewals.append(result)
                    said = f"fetched: {result.old.name}"
                if not watched:
                    click.echo(said, err=True)
    if not dry_run and any(renewal.changed for renewal in renewals):
        after = refresh_report.with_datasets(project, [renewal.new for renewal in renewals])
        reworded.remember(project, after)
    told = partial(refresh_report.report, renewals, refusals, project, lacking, dry=dry_run)
    click.echo(told(markdown=False))
    if report:
        write_atomically(report, told(markdown=True) + "\n")
    if refusals:
        for refusal in refusals:
            click.echo(str(refusal.problem), err=True)
        click.echo(f"{len(refusals)} not renewed, {len(renewals)} renewed.", err=True)
        sys.exit(FAILED)


@main.command(
    short_help="List when the next data are due.",
    epilog="Exit codes: 0 nothing is overdue, 1 something is, 2 wrong usage.",
)
@_pass_project
def calendar(project: Project) -> None:
    """List by which day the next data of each dataset are due, and fail if any are overdue."""
    from charts.generator.check.overdue import coming, overdue

    click.echo("\n".join([*coming(project, today()), f"Today is {clock.told()}."]))
    late = [*overdue(project, today())]
    if late:
        raise ProblemsError(late)


def _kind(context: click.Context, parameter: click.Parameter, text: str) -> str:
    """Return what to list; the singular, and another name that it has, will do as well."""
    from charts.generator.base.problems import unknown

    for each in (text.lower(), f"{text.lower()}s"):
        if each in {*LISTED, *ALIASES}:
            return ALIASES.get(each, each)
    raise click.BadParameter(unknown("kind", text, [*LISTED, *ALIASES]), context)


@main.command(
    "list",
    short_help="List what pages can use.",
    epilog="KIND is one of: " + ", ".join(LISTED) + ".",
)
@click.argument("kind", callback=_kind)
@click.argument("search", nargs=-1)
@_pass_project
def list_(project: Project, kind: str, search: tuple[str, ...]) -> None:
    """List what pages can use; with SEARCH, only items that contain all of its words.

    If one item is left, its macro is printed too, ready to copy.
    """
    from charts.generator.author.listing import listed, terminal_width

    click.echo("\n".join(listed(project, kind, search, terminal_width())))


@main.command(
    short_help="Explain a number, a test, or a formula.",
    epilog="\b\nExamples:\n  charts explain imports_peak\n"
    '  charts explain "fall(imports, 2021, 2024)"\n'
    "  charts explain year_lengths.days year=2024",
)
@click.argument("name", metavar="NAME|FORMULA|CELL")
@click.argument("where", nargs=-1, metavar="[COLUMN=VALUE]...")
@_pass_project
def explain(project: Project, name: str, where: tuple[str, ...]) -> None:
    """Explain a fact, a claim, a series or a formula: its value, its cells, and its sentence."""
    from charts.generator.author.explain import explained
    from charts.generator.author.listing import terminal_width

    click.echo("\n".join(explained(project, name, where, terminal_width())))


@main.group(short_help="Start a page, a chart, data, or an explainer.")
def new() -> None:
    """Start an explainer, or add a question, a chart, a dataset, a fact or a claim to one."""


@new.command("explainer", short_help="A small explainer that works, in a new folder.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new_explainer(folder: Path) -> None:
    """Start an explainer in DIR: a small one that works, for you to replace piece by piece."""
    from charts.generator.author.new_explainer import explainer

    _begin(explainer(folder))


@new.command("question", short_help="The page of a question.")
@click.argument("name")
@_pass_project
def new_question(project: Project, name: str) -> None:
    """Start the page of a question: docs/questions/NAME.md."""
    from charts.generator.author import new as begin

    _begin(begin.question(project, name, today()))


class _WithChartForms(click.Command):
    """A command whose help lists the forms of charts."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the forms, each with what it shows and the columns that it needs."""
        from charts.generator.author.chart_forms import FORMS

        with formatter.section("Forms"):
            formatter.write_dl([(form.name, form.told) for form in FORMS.values()])


@new.command("chart", short_help="A chart of a dataset, and its page.", cls=_WithChartForms)
@click.argument("name")
@click.argument("dataset")
@click.option("--form", metavar="FORM", default="", help="What it looks like; see the list below.")
@click.option(
    "--column",
    "columns",
    metavar="PART=COLUMN",
    multiple=True,
    help="A column for a part of the form, as in value=price; others are found.",
)
@click.option(
    "--shapes",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The TopoJSON or GeoJSON of a map, copied to the chart's module.",
)
@_pass_project
def new_chart(
    project: Project,
    name: str,
    dataset: str,
    form: str,
    columns: tuple[str, ...],
    shapes: Path | None,
) -> None:  # fmt: skip
    """Start a chart of a DATASET: a module that draws it, and docs/charts/NAME.md.

    Without --form, it has bars of the latest rows, or a line for a single series.
    """
    from charts.generator.author import new as begin

    chosen = dict(each.split("=", 1) for each in columns if "=" in each)
    if len(chosen) < len(columns):
        raise click.UsageError("--column is written PART=COLUMN.")
    if not form and (chosen or shapes):
        raise click.UsageError("--column and --shapes belong to a --form.")
    _begin(begin.chart(project, name, dataset, form, chosen, shapes))


_INTAKE = (
    click.option("--text", "texts", metavar="COLUMN", multiple=True,
                 help="A column that is text although it looks like numbers, such as a code."),
    click.option("--number", "numbers", metavar="COLUMN", multiple=True,
                 help="A column of numbers as people write them: 1,234, $5, 52%."),
    click.option("--empty", metavar="WORD", multiple=True,
                 help="What stands for no value among numbers and dates, such as NA."),
    click.option("--dates", "order", type=click.Choice(["day-first", "month-first"]),
                 help="How dates such as 1/2/2020 are written."),
    click.option("--decimal", type=click.Choice(["point", "comma"]),
                 help="What stands before decimals: 1.5 or 1,5."),
    click.option("--key", metavar="COLUMN,…", help="The columns that identify a row."),
    click.option("--name", "names", metavar="OLD=NEW", multiple=True,
                 help="Another name for a column; OLD can be its number in the file."),
    click.option("--drop", "dropped", metavar="COLUMN", multiple=True,
                 help="A column to leave out."),
    click.option("--years", metavar="NAME",
                 help="Make rows of columns named after years; NAME is what they hold."),
    click.option("--period", metavar="COLUMN,…",
                 help="Columns that together say when, as in year,month; one takes their place."),
    click.option("--down", metavar="COLUMN", multiple=True,
                 help="A column whose empty cells repeat the label above them."),
    click.option("--fill", "fills", metavar="COLUMN=WORD", multiple=True,
                 help="A word for the empty cells of a column of labels."),
    click.option("--numbered", metavar="NAME",
                 help="Number the rows in a column of this name, if nothing tells them apart."),
    click.option("--pad", is_flag=True,
                 help="Leave the last cells empty in rows that have too few."),
    click.option("--join", "joined", metavar="COLUMN",
                 help="The column whose texts hold the delimiter, in rows that have too many."),
    click.option("--first", type=click.IntRange(1), metavar="LINE",
                 help="The line with the names of the columns."),
    click.option("--heads", type=click.IntRange(1, 5), metavar="LINES",
                 help="How many lines hold the names of the columns; they are joined."),
    click.option("--unnamed", is_flag=True,
                 help="The file has no names of columns: its first line is a row."),
    click.option("--last", type=click.IntRange(1), metavar="LINE",
                 help="The last line of the table."),
    click.option("--encoding", metavar="NAME", help="Such as cp1252, latin-1 or utf-16."),
    click.option("--delimiter", metavar="SIGN", help="comma, semicolon, tab, bar, or any sign."),
    click.option("--sheet", metavar="NAME", help="The sheet of a workbook."),
)  # fmt: skip


def _intake_options(command: F) -> F:
    for option in reversed(_INTAKE):
        command = option(command)
    return command


_DESCRIBED = (
    click.option("--title", metavar="WORDS", help="What it is called on pages."),
    click.option("--processing", metavar="WAY",
                 help="as published, collected, reshaped or computed."),
    click.option("--publisher", metavar="NAME", help="Who publishes the numbers."),
    click.option("--address", metavar="ADDRESS",
                 help="The page or file of the publisher that they are from."),
    click.option("--vintage", metavar="YYYY-MM",
                 help="The month in which the publisher served this file."),
    click.option("--licence", metavar="NAME",
                 help="Such as CC-BY-4.0, or the name and the address of the publisher's terms."),
    click.option("--unit", "units", metavar="COLUMN=UNIT", multiple=True,
                 help="The unit of a column, or of all whose names fit: '*_share=percent'."),
)  # fmt: skip


def _described_options(command: F) -> F:
    for option in reversed(_DESCRIBED):
        command = option(command)
    return command


def _answers(units: tuple[str, ...], **texts: str | None) -> Answers:
    from charts.generator.author.describe import Answers

    given = {option: text for option, text in texts.items() if text}
    return Answers(**given, units=_pairs(units, "--unit is written COLUMN=UNIT."))


@main.command("describe", short_help="Say what only you know of a dataset.")
@click.argument("dataset")
@_described_options
@_pass_project
def describe_(
    project: Project, /, dataset: str, units: tuple[str, ...], **texts: str | None
) -> None:  # fmt: skip
    """Say of a DATASET who publishes it, where, when, under which licence and in which units.

    Without options it asks for what is blank, or lists it where there is no terminal.
    """
    from charts.generator.author import describe

    said = _answers(units, **texts)
    if not said.any and not sys.stdin.isatty():
        click.echo("\n".join(describe.left(project, dataset)))
        return
    _begin(
        describe.described(project, dataset, said if said.any else describe.asked(project, dataset))
    )


@new.command(
    "dataset",
    short_help="A dataset from a CSV file, a workbook or a query.",
    epilog="Whatever the file leaves in doubt is said, with the option that settles it.",
)
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--reads",
    multiple=True,
    metavar="TABLE=FILES",
    help="Of a query: the Parquet or CSV files of a table that it reads.",
)
@click.option("--again", is_flag=True, help="In place of the dataset of that name.")
@_intake_options
@_described_options
@_pass_project
def new_dataset(
    project: Project,
    /,
    name: str,
    file: Path,
    key: str | None,
    period: str | None,
    names: tuple[str, ...],
    fills: tuple[str, ...],
    reads: tuple[str, ...],
    units: tuple[str, ...],
    again: bool,
    **options: Any,
) -> None:
    """Import the CSV, .xlsx, .xls or Parquet in FILE into data/ as a dataset, with its schema.

    If FILE is a query (.sql), it is run, and what it returns is imported.
    """
    from charts.generator.author import new as begin
    from charts.generator.data.intake import DoubtsError, Said, command

    texts = {
        option: options.pop(option)
        for option in ("title", "processing", "publisher", "address", "vintage", "licence")
    }
    answers = _answers(units, **texts)
    given = {option: value for option, value in options.items() if value}
    if "…" in f"{given}{key}{period}{names}{fills}":
        raise MistakeError('write your choice in place of "…".')
    said = Said(
        key=_listed(key),
        period=_listed(period),
        names=_pairs(names, "--name is written OLD=NEW."),
        fills=_pairs(fills, "--fill is written COLUMN=WORD."),
        **given,
    )
    query = None
    if file.suffix == ".sql":
        tables = dict(each.split("=", 1) for each in reads if "=" in each)
        file, query = begin.queried(project, name, file, tables)
    try:
        _begin(begin.dataset(project, name, file, today(), said, query, answers, again))
    except DoubtsError as error:
        if error.options or error.choices:
            chosen = [each if each.endswith("=") else f"{each} " for each in error.choices]
            more = [
                *(["--again"] if again else []),
                *said.options,
                *error.options,
                *(f'{each}"…"' for each in chosen),
            ]
            so = 'Choose in place of each "…"' if chosen else "To take the file so"
            error.then = f"{so}: {command(name, file, [*more, *answers.options])}"
        raise


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (text or "").split(",")))


def _pairs(texts: tuple[str, ...], wrong: str) -> dict[str, str]:
    pairs = dict(each.split("=", 1) for each in texts if "=" in each)
    if len(pairs) < len(texts):
        raise click.UsageError(wrong)
    return pairs


_OPTIONS = (
    click.option("--series", metavar="S", help="What it is about: imports, or DATASET.COLUMN."),
    click.option("--form", metavar="FORM", help="What it says of the series; see the list below."),
    click.option("--from", "first", metavar="PERIOD", help="The first period, such as 2021."),
    click.option("--to", "last", metavar="PERIOD", help="The last period, such as 2024 or latest."),
    click.option("--at", metavar="PERIOD", help="The period, of a form that has only one."),
    click.option("--other", metavar="S", help="The other series, or a number with its unit."),
    click.option("--share", metavar="PERCENT", help="The percentage, such as 50%."),
    click.option("--formula", metavar="TEXT", help="The whole formula, in place of a form."),
    click.option("--python", is_flag=True, help="Start a function in charts/facts/ instead, for "
                 "what no formula says; name the DATASETS that it reads."),
    click.option("--in", "module", help="With --python: the module to add it to, if there are "
                 "several."),
)  # fmt: skip


def _formula_options(command: F) -> F:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class _WithForms(click.Command):
    """A command whose help lists the forms of a fact or a claim."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the forms, each with its sentence and its options."""
        from charts.generator.author.formula_forms import FORMS

        with formatter.section("Forms"):
            formatter.write_dl([(form.name, form.told) for form in FORMS[str(self.name)]])
        super().format_epilog(ctx, formatter)


@new.command(
    "fact",
    short_help="A number that a formula computes.",
    cls=_WithForms,
    epilog="\b\nExamples:\n  charts new fact imports_fall\n"
    "  charts new fact imports_fall --series imports --form fall --from 2021 --to 2024\n"
    '  charts new fact per_month --formula "imports[2024] / 12"',
)
@click.argument("name")
@click.argument("datasets", nargs=-1)
@_formula_options
@_pass_project
def new_fact(project: Project, /, name: str, datasets: tuple[str, ...], **options: Any) -> None:
    """Give a number that a formula computes a NAME, in docs/definitions.yml.

    Asks for what the options do not say, shows the value and the sentence that readers get, and
    writes the formula.
    """
    _new_entry(project, "fact", name, datasets, **options)


@new.command(
    "claim",
    short_help="A test of the data, for words on pages.",
    cls=_WithForms,
    epilog="\b\nExamples:\n  charts new claim three_falls\n"
    "  charts new claim three_falls --series imports --form falls --from 2022 --to 2024\n"
    '  charts new claim low --formula "imports[2024] < 5 USD billion"',
)
@click.argument("name")
@click.argument("datasets", nargs=-1)
@_formula_options
@_pass_project
def new_claim(project: Project, /, name: str, datasets: tuple[str, ...], **options: Any) -> None:
    """Give a test of the data a NAME, in docs/definitions.yml, for words on pages to be bound to.

    Asks for what the options do not say, shows the sentence that was tested, and writes the
    formula if the data confirm it.
    """
    _new_entry(project, "claim", name, datasets, **options)


def _new_entry(
    project: Project,
    kind: str,
    name: str,
    datasets: tuple[str, ...],
    *,
    formula: str | None,
    python: bool,
    module: str | None,
    first: str | None,
    last: str | None,
    **rest: str | None,
) -> None:
    """Start a fact or a claim: a formula, or with `python` a function."""
    from charts.generator.author import formula_questions, new_formula
    from charts.generator.author import new as begin

    every = {**rest, "from": first, "to": last}
    given = {option: text for option, text in every.items() if text is not None}
    if python:
        if given or formula is not None:
            raise click.UsageError("--python starts a function, which has no form and no formula.")
        if not datasets:
            raise click.UsageError("name the datasets that the function reads, after its name.")
        _begin(begin.entry(project, kind, name, list(datasets), module))
        return
    if datasets or module:
        raise click.UsageError(
            "a formula names its own data. To start a function that reads datasets, add --python."
        )
    if formula is not None and given:
        raise click.UsageError("--formula is the whole formula; leave the other options out.")
    new_formula.must_be_free(project, kind, name)
    if formula is None:
        missing = formula_questions.missing(kind, given)
        if missing and not sys.stdin.isatty():
            options = " and ".join(f"--{option}" for option in missing)
            raise click.UsageError(
                f"{options} {'is' if len(missing) == 1 else 'are'} missing, and there is no "
                "terminal to ask in."
            )
        ask = formula_questions.asked if missing else formula_questions.made
        formula = ask(project, kind, given)
    _begin(new_formula.named(project, kind, name, formula))


def _begin(plan: Plan) -> None:
    """Write what was planned, and say what to do next."""
    from charts.generator.author.plan import carry_out

    carry_out(plan)
    click.echo("\n".join(plan.lines))
