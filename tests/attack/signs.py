"""What stands beside the figures: the order of rows and columns in tables, marks of what is
withheld, its least in proof/, and rows that are missing where others have them. None may tell of
a number."""
import collections
import csv
import os

from papers import Names, numbers, rows_of

PLAIN = {"[c]", "[p]", "[u]"}  # marks that say nothing of how large a figure is
FEW = 5  # numbers that are in the order of size by chance


def attack(root, release):
    """(things looked at, [(way, what is wrong)])."""
    looked, odd = 0, []
    for part in (order(root, release), marks(release), least(release), gaps(release)):
        looked += part[0]
        odd += part[1]
    return looked, odd


def order(root, release):
    """Tables sorted by size say between which figures a withheld one lies."""
    names, looked, odd = Names(root), 0, []
    for name in sorted(os.listdir(release.path)):
        if not name.endswith(".csv"):
            continue
        rows = [r for r in rows_of(os.path.join(release.path, name)) if len(r) > 1]
        places = [r for r in rows if r[0].strip() in names.places]
        width = min((len(r) for r in places), default=0)
        lines = [[r[n] for r in places] for n in range(1, width)] + [r[1:width] for r in places]
        for cells in lines:
            looked += 1
            if withheld_inside(cells):
                odd.append(("order", "%s: sorted by size, with a withheld figure in: %s" % (
                    name, " ".join(cells)[:80])))
    return looked, odd


def withheld_inside(cells):
    values = [numbers([c])[0] for c in cells if numbers([c])]
    hidden = [n for n, c in enumerate(cells) if "[c]" in c]
    if not hidden or len(set(values)) < FEW:
        return False
    return values in (sorted(values), sorted(values, reverse=True))


def data_rows(release):
    with open(os.path.join(release.path, "data", "figures.csv"), encoding="utf-8-sig",
              newline="") as file:
        return list(csv.DictReader(file))


def pieces(row):
    text = row["value"] + row.get("marks", "")
    return {"[" + p.split("]")[0] + "]" for p in text.split("[")[1:]}


def marks(release):
    """Beside [c] nothing that hangs on the number; and the same for all of one period."""
    odd, of_period = [], collections.defaultdict(set)
    rows = [r for r in data_rows(release) if "[c]" in r["value"] + r.get("marks", "")]
    for row in rows:
        found = pieces(row)
        if found - PLAIN:
            odd.append(("marks", "%s has %s" % (named(row), " ".join(sorted(found)))))
        of_period[(row["measure"], level(row), row["first_on"], row["last_on"])].add(
            frozenset(found & PLAIN))
    odd += [("marks", "%s: marks of withheld figures are not alike" % "|".join(map(str, at)))
            for at, sets in sorted(of_period.items()) if len(sets) > 1]
    return len(rows), odd


def named(row):
    return "|".join(row[n] for n in ("measure", "place", "kind", "first_on", "last_on"))


def level(row):
    """Of place and kind: what stands before the colon."""
    place, kind = (row[n].split(":")[0] if ":" in row[n] else
                   row[n] if row[n] in ("all", "punjab") else "" for n in ("place", "kind"))
    return place, kind


def least(release):
    """The bounds that proof/ gives are those of a table, or follow from what is printed; a least
    above 1, or a most, would tell of the number."""
    path = os.path.join(release.path, "proof", "cells.csv")
    if not os.path.exists(path):
        return 0, []
    with open(path, encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["state"] != "published"]
    odd, of_level = [], collections.defaultdict(set)
    for row in rows:
        if int(row["least"] or 0) > 1 or row["most"]:
            odd.append(("least", "%s is said to be from %s to '%s'" % (
                named(row), row["least"], row["most"])))
        if row["state"] == "hidden":
            of_level[(row["release"], row["measure"], level(row), row["first_on"],
                      row["last_on"])].add(row["least"])
    odd += [("least", "%s: withheld figures of one table have other least ones: %s" % (
        "|".join(map(str, at)), " ".join(sorted(sets)))) for at, sets in sorted(of_level.items())
            if len(sets) > 1]
    return len(rows), odd


def gaps(release):
    """In every table all places have the same kinds: a line left out is a number told."""
    have = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in data_rows(release):
        place, kind = level(row)
        have[(row["measure"], place, kind, row["first_on"], row["last_on"])][row["place"]].add(
            row["kind"])
    odd = [("gaps", "%s: other kinds at other places" % "|".join(map(str, at)))
           for at, places in sorted(have.items()) if len({frozenset(k) for k in places.values()})
           > 1]
    return len(have), odd
