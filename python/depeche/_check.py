"""What is asked of values before the extension gets them, so that what is wrong is said in the caller's words."""

from __future__ import annotations

import operator
import os
from typing import Any, Optional

from ._errors import InputError


def text_of(value: Any, name: str) -> str:
    """Itself, where it is a str."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"'{name}' is {type(value).__name__}: decode it to str first")
    if not isinstance(value, str):
        raise TypeError(f"'{name}' is {type(value).__name__}, not str")
    return value


def utf8_of(text: str, what: str) -> bytes:
    """Its bytes."""
    try:
        return text.encode()
    except UnicodeEncodeError as fault:
        raise InputError(f"{what} has a lone surrogate, U+{ord(text[fault.start]):04X}: it is no text") from None


def words_of(value: Any, name: str) -> str:
    """Itself, where it is a str that is well formed."""
    utf8_of(text_of(value, name), f"'{name}'")
    return value


def path_of(value: Any) -> bytes:
    """A path as the system has it, b'' for None."""
    path = b"" if value is None else os.fsencode(value)
    if b"\0" in path:
        raise InputError(f"a path with a null character: {value!r}")
    return path


def number_of(value: Any, name: str, least: int, most: int) -> int:
    """A whole number."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"'{name}' is {type(value).__name__}, not int") from None
    if not least <= number <= most:
        raise InputError(f"{name}: {least} to {most}")
    return number


def share_of(value: Any, name: str) -> Optional[float]:
    """A number from 0 to 1, or None."""
    if value is None:
        return None
    try:
        share = float(value) if not isinstance(value, (str, bytes)) else None
    except TypeError:
        share = None
    if share is None:
        raise TypeError(f"'{name}' is {type(value).__name__}, not a number")
    if not 0 <= share <= 1:
        raise InputError(f"{name} lies between 0 and 1")
    return share
