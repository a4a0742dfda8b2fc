"""Lets the command line run as `python -m charts`."""

from charts.generator.cli import main

main(prog_name="python -m charts")
