"""Every touch of a file on disk: reading, replacing without losing a save, names, and where things live.

In: paths, bytes, and what the caller believes stands there. Out: stamps, or a reason why nothing was done.
Never: overwrites bytes that the caller did not expect, and never knows what a note means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import names_of

if TYPE_CHECKING:
    from vaultkit.files.aside import sync as sync
    from vaultkit.files.looking import TEMPORARY as TEMPORARY
    from vaultkit.files.looking import Stamp as Stamp
    from vaultkit.files.looking import being_written as being_written
    from vaultkit.files.looking import bytes_at as bytes_at
    from vaultkit.files.looking import check_parents as check_parents
    from vaultkit.files.looking import is_abandoned as is_abandoned
    from vaultkit.files.looking import is_junction as is_junction
    from vaultkit.files.looking import is_temporary as is_temporary
    from vaultkit.files.looking import read as read
    from vaultkit.files.looking import real_target as real_target
    from vaultkit.files.looking import received as received
    from vaultkit.files.looking import replaceable as replaceable
    from vaultkit.files.looking import stamp as stamp
    from vaultkit.files.names import MAX_NAME_BYTES as MAX_NAME_BYTES
    from vaultkit.files.names import SafePath as SafePath
    from vaultkit.files.names import fold as fold
    from vaultkit.files.names import name_fault as name_fault
    from vaultkit.files.names import output_path as output_path
    from vaultkit.files.names import safe_name as safe_name
    from vaultkit.files.names import settle as settle
    from vaultkit.files.places import cache_folder as cache_folder
    from vaultkit.files.places import lock as lock
    from vaultkit.files.places import shipped as shipped
    from vaultkit.files.places import state_folder as state_folder
    from vaultkit.files.writing import back_up as back_up
    from vaultkit.files.writing import move as move
    from vaultkit.files.writing import put as put
    from vaultkit.files.writing import put_once as put_once
    from vaultkit.files.writing import remove as remove
    from vaultkit.files.writing import replace as replace

_ROOMS = {
    "sync": "aside",
    "TEMPORARY": "looking",
    "Stamp": "looking",
    "being_written": "looking",
    "bytes_at": "looking",
    "check_parents": "looking",
    "is_abandoned": "looking",
    "is_junction": "looking",
    "is_temporary": "looking",
    "read": "looking",
    "real_target": "looking",
    "received": "looking",
    "replaceable": "looking",
    "stamp": "looking",
    "MAX_NAME_BYTES": "names",
    "SafePath": "names",
    "fold": "names",
    "name_fault": "names",
    "output_path": "names",
    "safe_name": "names",
    "settle": "names",
    "cache_folder": "places",
    "lock": "places",
    "shipped": "places",
    "state_folder": "places",
    "back_up": "writing",
    "move": "writing",
    "put": "writing",
    "put_once": "writing",
    "remove": "writing",
    "replace": "writing",
}

__getattr__ = names_of(__name__, _ROOMS)
"""What only looks needs nothing of writing."""
