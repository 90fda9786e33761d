"""What stands where in the vault: the scan, the store, links, and the lazy snapshot that others read.

In: files on disk and a function that reads one note. Out: a Vault of Readings, and what became stale.
Never: what a note means, and never a byte written in the vault.
"""
