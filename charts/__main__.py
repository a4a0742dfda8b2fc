"""The command line: python -m charts."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from charts.problems import Problem, ProblemsError
from charts.project import Project

FAILED = 1


class Commands(click.Group):
    """Shows problems as lines of text, whichever command met them."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; end with exit code 1 and one line a problem where it found any."""
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            count = len(error.problems)
            click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was changed.", err=True)
            sys.exit(FAILED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The explainer's folder, with mkdocs.yml in it; this folder if not given.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Build, check and show a data explainer."""
    if not (root / "mkdocs.yml").exists():
        raise click.UsageError(
            f"there is no mkdocs.yml in {root.resolve()}; go there, or use --root."
        )
    context.obj = Project(root)


@main.command()
@click.pass_obj
def build(project: Project) -> None:
    """Draw the charts that have changed into build/charts/."""
    from charts.build import build as build_charts

    started = time.monotonic()
    built, drawn = build_charts(project)
    spent = time.monotonic() - started
    click.echo(f"{len(built)} charts, {len(drawn)} drawn anew, in {spent:.1f} s: {project.built}")


@main.command()
@click.pass_obj
def check(project: Project) -> None:
    """Check data, claims and words; build nothing."""
    from charts.check import check as find_problems

    problems = find_problems(project)
    if problems:
        raise ProblemsError(problems)
    click.echo("No problem found.")


@main.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def verify(project: Project, site: Path) -> None:
    """Read a built SITE again and recompute every number in it from the data."""
    from charts.verify import verify as find_problems

    report = find_problems(project, site)
    if report.problems:
        raise ProblemsError(report.problems)
    click.echo(report.summary)


@main.command()
@click.pass_obj
def site(project: Project) -> None:
    """Check, build and verify the whole site into site/."""
    from charts.site import build_site

    for line in build_site(project):
        click.echo(line)


@main.command()
@click.option("--port", default=8000, show_default=True, help="Where to show it on this machine.")
@click.pass_obj
def serve(project: Project, port: int) -> None:
    """Show the site in a local server that follows every saved file."""
    from charts.site import serve as serve_site

    serve_site(project, port)


@main.command()
@click.argument("datasets", nargs=-1)
@click.pass_obj
def stamp(project: Project, datasets: tuple[str, ...]) -> None:
    """Accept DATASETS that were edited on purpose (all if none is named): renew their checksums."""
    from charts.datasets import stamp as renew

    changed = renew(project.data, list(datasets))
    click.echo(f"Renewed: {', '.join(changed)}." if changed else "No file had changed.")


@main.command()
@click.argument("datasets", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--accept-revisions",
    is_flag=True,
    help="Take old values also where they changed by more than the dataset's tolerance.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what changes to this file too, as Markdown for a pull request.",
)
@click.pass_obj
def refresh(
    project: Project,
    datasets: tuple[str, ...],
    dry_run: bool,
    accept_revisions: bool,
    report: Path | None,
) -> None:
    """Renew DATASETS (all that can be, if none is named) from their publishers."""
    from charts import changes
    from charts import refresh as renewing
    from charts.client import Client
    from charts.datasets import write_atomically

    today = datetime.now(UTC).date()
    found = renewing.renew(
        project,
        list(datasets),
        Client(project.root / "build" / "fetched"),
        today,
        accept_revisions=accept_revisions,
    )
    renewals: list[renewing.Renewal] = []
    problems: list[Problem] = []
    length = len(datasets) or len(renewing.renewable(project))
    # A bar where somebody watches; where nobody does, as in CI, a line for each dataset.
    watched = sys.stderr.isatty()
    with click.progressbar(found, length, "Fetching", file=sys.stderr, hidden=not watched) as bar:
        for result in bar:
            if isinstance(result, Problem):
                problems.append(result)
                said = f"refused: {result.path}"
            else:
                renewals.append(result)
                said = f"fetched: {result.old.name}"
            if not watched:
                click.echo(said, err=True)
    click.echo(changes.report(renewals, project, markdown=False))
    if report:
        write_atomically(report, changes.report(renewals, project, markdown=True) + "\n")
    if not dry_run:
        renewing.save(project, renewals)
    if problems:
        raise ProblemsError(problems)


if __name__ == "__main__":
    main(prog_name="python -m charts")
