"""From facts to text in the vault: templates, the sandbox they run in, and what becomes of the files.

In: the index, templates, the files that stand. Out: rendered notes, written by the rules of write-back.
Never: Jinja at import; what renders runs in a process of its own.
"""
