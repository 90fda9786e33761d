"""The door to notes/ is light: what only answers loads no parser."""

import subprocess
import sys

import pytest

import vaultkit.notes


def test_importing_the_room_loads_no_parser() -> None:
    code = (
        "import sys, vaultkit.notes; "
        "print([m for m in ('yaml', 'yaml12', 'frontmatter', 'markdown_it') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_plain_note_loads_no_markdown_parser() -> None:
    code = (
        "import sys; from vaultkit import notes; "
        "notes.read(b'---\\na: 1\\n---\\n## Takeaways\\n- a\\n\\n## Notes\\ntext\\n', 'a.md'); "
        "print('markdown_it' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", sorted(" ".join(vaultkit.notes._MODULES.values()).split()))
def test_every_name_of_the_door_opens(name: str) -> None:
    assert callable(getattr(vaultkit.notes, name))


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = vaultkit.notes.nothing
