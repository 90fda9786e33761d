"""Every touch of a file on disk: reading, replacing without losing a save, names, and where things live.

In: paths, bytes, and what the caller believes stands there. Out: stamps, or a reason why nothing was done.
Never: overwrites bytes that the caller did not expect, and never knows what a note means.
"""

from __future__ import annotations

from vaultkit.files.aside import sync
from vaultkit.files.looking import (
    TEMPORARY,
    Stamp,
    bytes_at,
    check_parents,
    is_abandoned,
    is_junction,
    is_temporary,
    read,
    received,
    stamp,
)
from vaultkit.files.names import (
    MAX_NAME_BYTES,
    SafePath,
    fold,
    name_fault,
    output_path,
    safe_name,
    settle,
)
from vaultkit.files.places import cache_folder, lock, shipped, state_folder
from vaultkit.files.writing import back_up, move, put, put_once, remove, replace

__all__ = [
    "MAX_NAME_BYTES",
    "TEMPORARY",
    "SafePath",
    "Stamp",
    "back_up",
    "bytes_at",
    "cache_folder",
    "check_parents",
    "fold",
    "is_abandoned",
    "is_junction",
    "is_temporary",
    "lock",
    "move",
    "name_fault",
    "output_path",
    "put",
    "put_once",
    "read",
    "received",
    "remove",
    "replace",
    "safe_name",
    "settle",
    "shipped",
    "stamp",
    "state_folder",
    "sync",
]
