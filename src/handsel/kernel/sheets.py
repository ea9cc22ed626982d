"""Cells of spreadsheets, safe to open (I4): one that would be taken for a formula gets an apostrophe before it."""

import json

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")


def guarded(value: object) -> str:
    """Our import takes the apostrophe off again."""
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
    return f"'{text}" if text.startswith(DANGEROUS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
