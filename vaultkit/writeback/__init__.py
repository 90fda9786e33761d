"""What becomes of a rendered text: decided from what was, what is and what the user wrote, then done on disk.

In: texts that were rendered, files that stand, bases. Out: Decisions, and files that follow them.
Never: a template, the index, or a line lost that a user wrote.
"""
