"""What everybody knows of our rule: templates/disclosure.yaml, which is no secret."""
import os
import re

from verdict import root


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
