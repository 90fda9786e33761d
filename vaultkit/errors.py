"""What a command raises when it refuses as a whole; content never raises, it becomes a Problem.

In: the sentence that the user reads. Out: an exception whose text is the whole message, with its exit code.
Never: a traceback for something that a person or the system did.
"""

import errno

_REMEDIES = {
    errno.ENOSPC: "make room on the disk and try again",
    errno.EDQUOT: "make room on the disk and try again",
    errno.EROFS: "it lies on something that cannot be written",
    errno.EACCES: "look at the permissions of the file and its folder",
    errno.EPERM: "look at the permissions of the file and its folder",
}


def of_the_system(error: OSError, *, named: bool = False) -> str:
    """What the system refused, where, and the remedy, as one clause. `named`: the file is told already."""
    where = f" ({error.filename})" if isinstance(error.filename, str) and not named else ""
    return f"{error.strerror or error}{where}; {remedy(error)}"


def remedy(error: OSError) -> str:
    """What to do about what the system refused."""
    return _REMEDIES.get(error.errno or 0, "look at that and try again")


class VaultkitError(Exception):
    """The whole command is refused: nothing was done. Its text is the message; exit code 2."""

    exit_code = 2


class WrongUse(VaultkitError):
    """The words of the command do not fit: an unknown key, a part of a name that fits several notes."""


class WrongConfiguration(VaultkitError):
    """`vaultkit.toml` cannot be used as it stands."""


class Refused(VaultkitError):
    """What was asked is not done, since it would lose or contradict something; the text says what."""


class ChangedMeanwhile(Exception):
    """The file no longer is what the caller computed from; nothing was written."""
