"""`guiju`: the commands, each a few lines that call the core and print what it found."""

from __future__ import annotations

import sys

import click

from guiju.cli.appraise_commands import appraise, template
from guiju.cli.case_commands import check_dossier_command, decide
from guiju.cli.diff_command import diff_readings
from guiju.cli.law_commands import law
from guiju.errors import GuijuError, UsageError


@click.group(help="规矩：照法条原文执行办法，每个结论都说出依据。")
@click.version_option(package_name="guiju", message="规矩 %(version)s")
def cli() -> None:
    """Root of the commands."""


law.add_command(diff_readings)
cli.add_command(law)
cli.add_command(decide)
cli.add_command(check_dossier_command)
cli.add_command(template)
cli.add_command(appraise)


def main() -> None:
    """Entry point: every refusal is a Chinese text and exit code 1 (2: wrong usage), never a traceback."""
    try:
        cli(prog_name="guiju")
    except GuijuError as error:
        click.echo(error.render(), err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
