"""Results and problems become text, tables or JSON.

In: what the rooms below return. Out: strings for stdout and stderr, and the documented JSON objects.
Never: disk, clock or a decision; and never a control character that came from a note.
"""
