"""vaultkit: informational interviews kept in Markdown notes, from the first yes to a lasting contact."""

__version__ = "0.1.0"
