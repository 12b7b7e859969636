"""What everybody knows of our rule: templates/disclosure.yaml, which is no secret."""
import functools
import hashlib
import hmac
import os
import re

from verdict import root

DECOYS_TO = 20  # no rule of choosing looks at larger figures


@functools.lru_cache(maxsize=None)
def word(name, default=""):
    with open(os.path.join(root(), "templates", "disclosure.yaml"), encoding="utf-8") as file:
        found = re.search(r"^%s: *([^\s#]+)" % re.escape(name), file.read(), re.MULTILINE)
    return found.group(1) if found else default


def zeros_printed():
    """Every nought is printed, so that what is withheld is at least 1."""
    return word("zeros") == "published"


def likelihood(value):
    """How often a figure of VALUE is withheld, beside one from 1 to 4; of larger ones, for others'
    sake, it is a guess."""
    if value == 0:
        return 1 / max(1, int(word("zero-one-in", "8"))) if word("zeros") == "some" else 0.0
    if value < int(word("threshold", "5")):
        return 1.0
    if value < int(word("decoy-below", "9")):
        return 1 / max(1, int(word("decoy-one-in", "4")))
    return 0.2


def chooses(secret, cell, value):
    """The office's SECRET hides a nought, or a figure just above the threshold, of this name."""
    low, high = int(word("threshold", "5")), int(word("decoy-below", "9"))
    if value == 0:
        use, one_in = b"zero", int(word("zero-one-in", "8")) if word("zeros") == "some" else 0
    else:
        use, one_in = b"decoy", int(word("decoy-one-in", "4")) if low <= value < high else 0
    if not one_in:
        return False
    return drawn(secret, use, cell) * one_in < 1 << 32


@functools.lru_cache(maxsize=1000)
def drawn(secret, use, cell):
    made = hmac.digest(secret.encode(), use + b"\0" + cell.encode(), hashlib.sha256)
    return int.from_bytes(made[:4], "big")
