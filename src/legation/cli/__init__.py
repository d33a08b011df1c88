"""The command `legation`: reads reports, keeps them in a ledger, and answers questions about them.

Exit codes: 0 all well; 1 some input failed, or the question could not be answered; 2 wrong usage; 130 stopped.
"""


def main() -> None:
    """Run the command with the process's arguments."""
    from legation.cli.app import app

    app()
