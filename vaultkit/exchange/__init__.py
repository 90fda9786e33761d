"""Notes to the formats of other programs and back: calendar, mail, vCard, CSV.

In: small frozen values (Meeting, Draft, Card) or bytes of a file. Out: bytes, text, or a plan of notes to make.
Never: disk, clock or terminal; nothing here sends anything.
"""
