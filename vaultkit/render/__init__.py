"""From facts to text: templates, the sandbox they run in, what they may see, and the words of the letters.

In: the index and templates. Out: candidates, each the whole text of a note; `writeback` says what becomes of it.
Never: Jinja at import, or a file written; what renders runs in a process of its own.
"""
