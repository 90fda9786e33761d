"""Every touch of a file on disk: reading, replacing without losing a save, names, and where things live.

In: paths, bytes, and what the caller believes stands there. Out: stamps, or a reason why nothing was done.
Never: overwrites bytes that the caller did not expect, and never knows what a note means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import names_of

if TYPE_CHECKING:
    from vaultkit.files.busy import being_written as being_written
    from vaultkit.files.looking import TEMPORARY as TEMPORARY
    from vaultkit.files.looking import Stamp as Stamp
    from vaultkit.files.looking import bytes_at as bytes_at
    from vaultkit.files.looking import check_parents as check_parents
    from vaultkit.files.looking import is_abandoned as is_abandoned
    from vaultkit.files.looking import is_temporary as is_temporary
    from vaultkit.files.looking import leads_out as leads_out
    from vaultkit.files.looking import read as read
    from vaultkit.files.looking import real_target as real_target
    from vaultkit.files.looking import received as received
    from vaultkit.files.looking import replaceable as replaceable
    from vaultkit.files.looking import stamp as stamp
    from vaultkit.files.names import as_on_disk as as_on_disk
    from vaultkit.files.names import output_path as output_path
    from vaultkit.files.names import safe_name as safe_name
    from vaultkit.files.places import lock as lock
    from vaultkit.files.places import mark_of as mark_of
    from vaultkit.files.places import shipped as shipped
    from vaultkit.files.places import state_folder as state_folder
    from vaultkit.files.writing import back_up as back_up
    from vaultkit.files.writing import move as move
    from vaultkit.files.writing import put as put
    from vaultkit.files.writing import put_once as put_once
    from vaultkit.files.writing import remove as remove
    from vaultkit.files.writing import replace as replace

_MODULES = {
    "busy": "being_written",
    "looking": (
        "TEMPORARY Stamp bytes_at check_parents is_abandoned is_temporary leads_out read real_target "
        "received replaceable stamp"
    ),
    "names": "as_on_disk output_path safe_name",
    "places": "lock mark_of shipped state_folder",
    "writing": "back_up move put put_once remove replace",
}

__getattr__ = names_of(__name__, _MODULES)
"""What only looks needs nothing of writing."""
