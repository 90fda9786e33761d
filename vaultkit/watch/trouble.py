"""An exception as one sentence for the user, and as a trace for the log where the fault may be vaultkit's.

In: whatever a round raised. Out: the sentence, and the trace or "".
Never: a traceback for something that the system or the user did.
"""

from __future__ import annotations

import errno
import sqlite3
import traceback

from vaultkit.errors import VaultkitError
from vaultkit.index.store import Damaged

REMEDIES = {
    errno.ENOSPC: "there is no room left on the disk; make some, and it goes on by itself",
    errno.EDQUOT: "your quota of the disk is used up; make room, and it goes on by itself",
    errno.EMFILE: "too many files are open in this process; it tries again",
    errno.ENFILE: "too many files are open on this machine; it tries again",
    errno.EROFS: "the disk cannot be written; it tries again",
    errno.EIO: "the disk does not answer as it should; it tries again",
}


def trouble_of(error: BaseException) -> tuple[str, str]:
    """The sentence and the trace."""
    if isinstance(error, VaultkitError):
        return _sentence(str(error)), ""
    if isinstance(error, (Damaged, sqlite3.Error)):
        return f"the index cannot be used ({error}); it is made anew", ""
    if isinstance(error, OSError) and not isinstance(error, NotImplementedError):
        where = f" ({error.filename})" if isinstance(error.filename, str) else ""
        if error.errno in REMEDIES:
            return REMEDIES[error.errno] + where, ""
        return f"{error.strerror or error}{where}; it tries again", ""
    trace = "".join(traceback.format_exception(error))
    return f"a fault in vaultkit itself ({type(error).__name__}: {error}); the log has more", trace


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
