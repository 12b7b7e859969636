"""Weak releases: each holds a number that one attacker must find. All counts are made up."""
import csv
import datetime
import hashlib
import json
import os
import random

ONE_DAY = datetime.timedelta(days=1)
COLUMNS = ["cell", "measure", "place", "kind", "first_on", "last_on", "value", "marks"]
CASES = "cases_registered"


class Book:
    """One published folder in the making; what is below five is hidden, and nothing else."""

    def __init__(self, parent, name):
        self.path = os.path.join(parent, name)
        self.rows, self.ratios = [], []
        self.truth = {}

    def add(self, place, kind, first, last, value, marks="", hide=None, measure=CASES):
        self.truth[(measure, place, kind, first, last)] = value
        hidden = 0 < value < 5 if hide is None else hide
        self.rows.append(["", measure, place, kind, first, last, "[c]" if hidden else value,
                          "[c]" if hidden else marks])

    def ratio(self, place, kind, first, last, part, whole, percent):
        self.ratios.append([place, kind, first, last, part, whole, percent])

    def write(self):
        os.makedirs(os.path.join(self.path, "data"))
        self._csv(os.path.join("data", "figures.csv"), COLUMNS, self.rows)
        if self.ratios:
            os.makedirs(os.path.join(self.path, "papers"))
            self._csv(os.path.join("papers", "note.ratios.csv"),
                      ["place", "kind", "first_on", "last_on", "part", "whole", "percent"],
                      self.ratios)
        with open(os.path.join(self.path, "manifest.json"), "w", encoding="utf-8") as file:
            json.dump({"release": os.path.basename(self.path)}, file)
        return self.truth

    def _csv(self, name, columns, rows):
        with open(os.path.join(self.path, name), "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns] + rows)


def month(number):
    first = datetime.date(2026, number, 1)
    return first, datetime.date(2026, number + 1, 1) - ONE_DAY


def add_table(book, world, counts, span, revised=()):
    """District and division by group and all: COUNTS[district][group]."""
    for place in [world.districts[next(iter(counts))][0], *counts]:
        members = [place] if place in counts else list(counts)
        name = place if place in counts else "division:" + place
        mark = "[r]" if place in revised or name in revised else ""
        groups = sorted(set(world.groups.values()))
        rows = {"group:" + g: sum(counts[m][g] for m in members) for g in groups}
        for kind, value in [("all", sum(rows.values())), *rows.items()]:
            book.add(name, kind, *span, value, mark)


def three_months(world, parent):
    """1: three monthly releases, a late case in each; only small numbers are hidden."""
    rng = random.Random(7)
    groups = sorted(set(world.groups.values()))
    districts = ["SWL", "PKP", "OKR"]
    counts = {m: {d: {g: rng.randint(6, 60) for g in groups} for d in districts}
              for m in (8, 9, 10)}
    counts[9]["PKP"]["SEXUAL"] = 3
    counts[10]["OKR"]["CYBER"], counts[10]["OKR"]["CUSTOM"] = 2, 4
    counts[10]["SWL"]["CYBER"] = 1
    for until in (8, 9, 10):
        book = Book(parent, "monthly-2026-%02d" % until)
        for number in range(8, until + 1):
            if until > number:
                counts[number]["OKR"]["KIDNAP"] += 1
            revised = ("OKR", "division:Sahiwal") if until > number else ()
            add_table(book, world, counts[number], month(number), revised)
        book.write()
    return (CASES, "PKP", "group:SEXUAL", *month(9)), 3


def year_to_date(world, parent):
    """1: fifty-two weeks; small weeks are hidden, the year to date is printed every time."""
    rng = random.Random(11)
    total, begin = 0, datetime.date(2025, 12, 29)
    for week in range(1, 53):
        first = begin + ONE_DAY * 7 * (week - 1)
        last = first + ONE_DAY * 6
        count = 2 if week == 20 else rng.randint(5, 14)
        total += count
        book = Book(parent, "weekly-%02d" % week)
        book.add("PKP", "all", first, last, count)
        book.add("PKP", "all", begin, last, total)
        book.write()
    first = begin + ONE_DAY * 7 * 19
    return (CASES, "PKP", "all", first, first + ONE_DAY * 6), 2


def late_case(world, parent):
    """1: a month told twice, with a late case; what was withheld at first is printed later."""
    groups = sorted(set(world.groups.values()))
    counts = dict.fromkeys(groups, 20)
    counts[groups[0]], counts[groups[1]], counts[groups[2]] = 4, 5, 3
    for number, hidden in ((1, groups[:3]), (2, groups[:2])):
        book = Book(parent, "note-%d" % number)
        counts[groups[3]] = 19 + number
        book.add("PKP", "all", *month(9), sum(counts.values()), "[r]" if number > 1 else "")
        for group, count in counts.items():
            book.add("PKP", "group:" + group, *month(9), count, hide=group in hidden)
        book.write()
    return (CASES, "PKP", "group:" + groups[2], *month(9)), 3


def ever_arrested(world, parent):
    """1: of 17 ever arrested 15 are in custody or on bail, and nobody was acquitted or convicted:
    the withheld ones under arrest are 2."""
    book = Book(parent, "note-ever")
    span = month(10)
    counts = dict.fromkeys(world.statuses, 0)
    counts.update(ARRESTED=2, JUDICIAL=5, BAIL=10, NOMINATED=3, UNKNOWN=8, INNOCENT=9)
    book.add("PKP", "channel:vwps", *span, sum(counts.values()), measure="accused_named")
    book.add("PKP", "channel:vwps", *span, 17, measure="accused_arrested_ever")
    for status, count in counts.items():
        book.add("PKP", "vwps:" + status, *span, count, measure="accused_named",
                 hide=status in ("ARRESTED", "NOMINATED", "UNKNOWN"))
    book.write()
    return ("accused_named", "PKP", "vwps:ARRESTED", *span), 2


def two_notes(world, parent):
    """2: a week, and the week and a day."""
    first = datetime.date(2026, 10, 5)
    for days, count in ((7, 11), (8, 12)):
        book = Book(parent, "note-%d-days" % days)
        book.add("PKP", "all", first, first + ONE_DAY * (days - 1), count)
        book.write()
    return (CASES, "PKP", "all", first + ONE_DAY * 7, first + ONE_DAY * 7), 1


def percentage(world, parent):
    """2: a hidden count, its share with one decimal, and the base of the share."""
    book = Book(parent, "note-percent")
    span = month(10)
    book.add("PKP", "all", *span, 3, measure="cases_with_arrest")
    book.add("PKP", "all", *span, 41)
    book.ratio("PKP", "all", *span, "cases_with_arrest", CASES, "7.3")
    book.write()
    return ("cases_with_arrest", "PKP", "all", *span), 3


def boundary(world, parent):
    """2: Rawalpindi as it was and as it is; Murree, cut from it, is hidden."""
    book = Book(parent, "note-boundary")
    span = month(10)
    for place, count in (("before:RWP", 64), ("RWP", 61), ("MUR", 3)):
        book.add(place, "all", *span, count)
    book.write()
    return (CASES, "MUR", "all", *span), 3


def paper(world, parent):
    """2: withheld in the figures, printed in a table of a paper."""
    book = Book(parent, "note-paper")
    span = month(10)
    book.add("PKP", "all", *span, 12)
    book.add("PKP", "group:KIDNAP", *span, 3)
    book.add("PKP", "group:MURDER", *span, 4)
    book.write()
    with open(os.path.join(book.path, "note.html"), "w", encoding="utf-8") as file:
        file.write("<table><tr><th>District</th><th>Kidnapping</th><th>Murder</th><th>All</th></tr>"
                   "<tr><th>Pakpattan</th><td>3</td><td>[c]</td><td>12</td></tr></table>")
    return (CASES, "PKP", "group:KIDNAP", *span), 3


def sorted_rows(world, parent):
    """2: districts in the order of size: the withheld one is 8."""
    book = Book(parent, "note-sorted")
    counts = (("Lahore", "LHR", 31), ("Kasur", "KSR", 22), ("Okara", "OKR", 12),
              ("Sahiwal", "SWL", 9), ("Pakpattan", "PKP", 8), ("Jhelum", "JHL", 7),
              ("Murree", "MUR", 0))
    for _, code, count in counts:
        book.add(code, "all", *month(10), count, hide=code == "PKP")
    book.write()
    book._csv("note-by-district.csv", ["District", "Cases"],
              [[name, "[c]" if code == "PKP" else count] for name, code, count in counts])
    return (CASES, "PKP", "all", *month(10)), 8


def telling_mark(world, parent):
    """2: a mark that only a small number has."""
    book = Book(parent, "note-mark")
    book.add("PKP", "all", *month(10), 1)
    book.rows[-1][-1] = "[c] [low]"
    book.write()
    return (CASES, "PKP", "all", *month(10)), 1


def telling_least(world, parent):
    """2: bounds in proof/ that are those of the number and not of the table."""
    book = Book(parent, "note-least")
    for code, count in (("PKP", 4), ("OKR", 2)):
        book.add(code, "all", *month(10), count)
    book.write()
    os.makedirs(os.path.join(book.path, "proof"))
    book._csv(os.path.join("proof", "cells.csv"),
              ["cell", "release", *COLUMNS[1:6], "state", "value", "least", "most"],
              [[number, "note-least", *row[1:6], "hidden", "", number, ""]
               for number, row in enumerate(book.rows, 1)])
    return (CASES, "PKP", "all", *month(10)), 4


def hashed(world, parent, value=3):
    """2: a hash over all counts, so that the withheld one can be tried out."""
    book = Book(parent, "note-hash-%d" % value)
    span = month(10)
    book.add("PKP", "group:KIDNAP", *span, value)
    book.add("OKR", "group:KIDNAP", *span, 7 - value)
    truth = book.write()
    with open(os.path.join(book.path, "manifest.json"), "w", encoding="utf-8") as file:
        json.dump({"content": hashlib.sha256(repr(truth).encode()).hexdigest()}, file)
    return book.path


def mostly_ones(world, parent):
    """3: eight hidden offences that add to eleven: each may be 1 to 5, most are 1."""
    book = Book(parent, "note-ones")
    span = month(10)
    groups = sorted(set(world.groups.values()))
    counts = [2, 1, 1, 3, 1, 1, 1] + [2] * (len(groups) - 7)
    counts[-1] = 1
    book.add("PKP", "all", *span, sum(counts))
    for group, count in zip(groups, counts):
        book.add("PKP", "group:" + group, *span, count)
    book.add("OKR", "group:CYBER", *span, 0)
    book.write()
    return (CASES, "PKP", "group:" + groups[1], *span), 1


def next_cell(shape, tables, secrets):
    """4: a bad algorithm: hides small cells of a row and the one to the right of each."""
    lines = []
    for values in tables:
        parts = range(len(values) - 1)
        small = {n for n in parts if 0 < values[n] < 5}
        hidden = small | {(n + 1) % len(parts) for n in small}
        lines.append("".join("h" if n in hidden else "p" for n in range(len(values))))
    return lines


def noise(world, parent):
    """5: noise of a case or two, drawn anew for each of thirty releases."""
    rng = random.Random(5)
    for number in range(30):
        book = Book(parent, "noisy-%02d" % number)
        book.add("PKP", "all", *month(9), 17 + rng.choice((-2, -1, 0, 1, 2)))
        book.add("PKP", "group:SEXUAL", *month(9), max(0, 3 + rng.choice((-2, -1, 0, 1, 2))),
                 hide=False)
        book.write()
    return (CASES, "PKP", "group:SEXUAL", *month(9)), 3


def square(world, parent):
    """6: four hidden figures at two districts and two groups; who is the one case at one corner
    knows the corner across."""
    book = Book(parent, "note-square")
    span = month(10)
    groups = sorted(set(world.groups.values()))
    districts = ["SWL", "PKP", "OKR"]
    counts = {d: {g: 20 for g in groups} for d in districts}
    counts["SWL"][groups[0]], counts["SWL"][groups[1]] = 1, 7
    counts["PKP"][groups[0]], counts["PKP"][groups[1]] = 6, 3
    for name, members in [("division:Sahiwal", districts)] + [(d, [d]) for d in districts]:
        values = {g: sum(counts[m][g] for m in members) for g in groups}
        book.add(name, "all", *span, sum(values.values()))
        for group, value in values.items():
            book.add(name, "group:" + group, *span, value, hide=value < 20)
    book.add("RWP", "group:" + groups[0], *span, 0)
    truth = book.write()
    return (CASES, "PKP", "group:" + groups[1], *span), 3, truth
