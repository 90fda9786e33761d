"""What a command raises when it refuses as a whole; content never raises, it becomes a Problem.

In: the sentence that the user reads. Out: an exception whose text is the whole message, with its exit code.
Never: a traceback for something that a person did.
"""


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
