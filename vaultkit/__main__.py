"""`python -m vaultkit` is the same command."""

from vaultkit.cli import main

main()
