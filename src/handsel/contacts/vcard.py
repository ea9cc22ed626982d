"""A contact as a vCard 4.0 (RFC 6350), with a steady id: taken over again it is the same card."""

from collections.abc import Mapping
from typing import Any

LINE = 75  # octets, without the line break (3.2)
ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})


def write_vcard(contact: Mapping[str, Any]) -> bytes:
    """`contact` as `queries.read_contact` gives it."""
    account = contact["account"]
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{contact['id']}",
        f"FN:{_escaped(contact['name'])}",
        f"N:{_escaped(contact['last_name'])};{_escaped(contact['first_name'])};;;",
        *(f"NICKNAME:{_escaped(name)}" for name in contact["other_names"]),
        *([f"TEL;VALUE=uri:tel:{contact['phone']}"] if contact["phone"] else []),
        *([f"EMAIL:{_escaped(contact['email'])}"] if contact["email"] else []),
        *([f"ORG:{_escaped(account['name'])}"] if account else []),
        "END:VCARD",
    ]
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    """Other control characters have no place in a card (3.3) and go."""
    return "".join(one for one in text.translate(ESCAPES) if one == "\t" or ord(one) not in {*range(32), 127})


def _folded(line: str) -> bytes:
    """Between characters, never inside one: each line stays readable by itself."""
    folded, used = [], 0
    for character in line:
        octets = character.encode()
        if used + len(octets) > LINE:
            folded.append(b"\r\n ")
            used = 1
        folded.append(octets)
        used += len(octets)
    return b"".join(folded) + b"\r\n"
