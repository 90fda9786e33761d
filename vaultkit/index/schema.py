"""The tables of the store, and the mark by which a store made by other code is known.

In: nothing. Out: SQL, and a fingerprint of the code that fills it.
Never: moves an old store on to a new form; it is a cache and is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from vaultkit import __version__

VAULT = 0
"""The job of the templates that render the vault, among the ids of notes."""
ORPHANS = -1
"""The job of bases and rendered notes whose `about` leads to no note."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE folder (base INTEGER, path TEXT, digest BLOB, problems TEXT, PRIMARY KEY (base, path)) WITHOUT ROWID;
CREATE INDEX folder_problems ON folder (path) WHERE problems IS NOT NULL;

CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT UNIQUE NOT NULL, folder TEXT NOT NULL,
    size INTEGER, mtime INTEGER, ctime INTEGER, ino INTEGER, digest BLOB,
    kind TEXT, broken INTEGER, shown TEXT, racy INTEGER
);
CREATE INDEX note_folder ON note (folder);
CREATE INDEX note_kind ON note (kind, path);
CREATE INDEX note_racy ON note (id) WHERE racy;
CREATE TABLE facts (note INTEGER PRIMARY KEY, props TEXT, rest TEXT, sections TEXT, links TEXT);
CREATE TABLE problem (note INTEGER PRIMARY KEY, problems TEXT);
CREATE TABLE name (folded TEXT, note INTEGER, how TEXT, PRIMARY KEY (folded, note, how)) WITHOUT ROWID;
CREATE INDEX name_note ON name (note);
CREATE TABLE link (folded TEXT, note INTEGER, prop TEXT, target TEXT, PRIMARY KEY (folded, note, prop, target)) WITHOUT ROWID;
CREATE INDEX link_note ON link (note);
CREATE TABLE key (key TEXT PRIMARY KEY, notes INTEGER) WITHOUT ROWID;
CREATE TABLE gone (path TEXT PRIMARY KEY, id INTEGER) WITHOUT ROWID;
CREATE TABLE rename (old TEXT, new TEXT, number INTEGER, PRIMARY KEY (number, old)) WITHOUT ROWID;
CREATE TABLE file (path TEXT PRIMARY KEY, folder TEXT, folded TEXT) WITHOUT ROWID;
CREATE INDEX file_folder ON file (folder);
CREATE INDEX file_folded ON file (folded);

CREATE TABLE identity (
    base INTEGER, path TEXT, template TEXT, about TEXT, person TEXT, about_key TEXT, person_key TEXT,
    PRIMARY KEY (base, path)
) WITHOUT ROWID;
CREATE INDEX identity_about ON identity (about_key);
CREATE INDEX identity_person ON identity (person_key);
CREATE TABLE base (
    path TEXT PRIMARY KEY, folder TEXT, size INTEGER, mtime INTEGER, ctime INTEGER, ino INTEGER,
    digest BLOB, racy INTEGER
) WITHOUT ROWID;
CREATE INDEX base_folder ON base (folder);
CREATE INDEX base_racy ON base (path) WHERE racy;

CREATE TABLE job (about INTEGER PRIMARY KEY, stale INTEGER, items INTEGER);
CREATE TABLE output (
    id INTEGER PRIMARY KEY, template TEXT, about INTEGER, person TEXT, holds INTEGER,
    path TEXT, file TEXT, stale INTEGER, report TEXT, action TEXT, loud INTEGER, UNIQUE (about, template, person)
);
CREATE INDEX output_stale ON output (stale) WHERE stale;
CREATE INDEX output_template ON output (template);
CREATE INDEX output_path ON output (path) WHERE path IS NOT NULL;
CREATE INDEX output_file ON output (file) WHERE file IS NOT NULL;
CREATE INDEX output_action ON output (action);
CREATE INDEX output_loud ON output (about, template, person) WHERE loud;
CREATE TABLE read (subject TEXT, output INTEGER, aspects TEXT, PRIMARY KEY (subject, output)) WITHOUT ROWID;
CREATE INDEX read_output ON read (output);
CREATE TABLE change (number INTEGER, subject TEXT, aspects TEXT, PRIMARY KEY (number, subject)) WITHOUT ROWID;
CREATE TABLE item (about INTEGER, appears REAL, gone REAL, data TEXT);
CREATE INDEX item_about ON item (about);
CREATE TABLE listed (about INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE checked (
    about INTEGER PRIMARY KEY, errors INTEGER, warnings INTEGER, infos INTEGER, name TEXT, begins REAL, ends REAL
);
CREATE INDEX checked_name ON checked (name) WHERE name IS NOT NULL;
CREATE INDEX checked_begins ON checked (begins, ends) WHERE begins IS NOT NULL;
CREATE TABLE letter (note INTEGER PRIMARY KEY, digest BLOB, errors INTEGER, warnings INTEGER, infos INTEGER);
CREATE INDEX item_gone ON item (gone, appears);
"""

ROOMS = (
    "",
    "files",
    "notes",
    "index",
    "people",
    "people/agenda",
    "people/checks",
    "exchange",
    "pipeline",
    "render",
    "render/words",
    "writeback",
)


def fingerprint() -> str:
    """What a store depends on beside the vault: the version, the tables, and the code that reads and renders notes.

    The code counts by its stamps, so that a checkout of another state of vaultkit never meets the facts
    that its neighbour read.
    """
    mark = hashlib.blake2b(f"{__version__} {sys.version_info[:2]} {TABLES}".encode(), digest_size=16)
    package = Path(__file__).parent.parent
    for room in ROOMS:
        try:
            with os.scandir(package / room) as entries:
                found = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py"))
        except OSError:
            continue  # inside a zip there is nothing to look at, and nothing changes
        for name, stamp in found:
            mark.update(f"{room}/{name} {stamp.st_size} {stamp.st_mtime_ns}\n".encode())
    return mark.hexdigest()
