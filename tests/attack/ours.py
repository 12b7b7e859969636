"""Releases of ours without a warehouse: made-up counts, the library's pattern, folders as a desk
would write them. What was public stays public, what was hidden stays hidden; a revised figure is
a new one."""
import collections
import random
import subprocess

import weak
from folder import Figure
from printed import equations


class Desk:
    def __init__(self, world, parent, command):
        self.world, self.parent, self.command = world, parent, command
        self.cells = {}    # (key, version) -> value
        self.states = {}   # (key, version) -> "p" or "h"
        self.sums = set()
        self.truth = {}
        self.refused = []  # releases that were not published

    def release(self, name, figures, version=lambda k: 0, marks=lambda k: ""):
        """FIGURES: key -> value, all that this release prints."""
        before = set(self.cells)
        earlier = {k for k, v in before if v == version(k)}
        new = {(k, version(k)): v for k, v in figures.items()}
        known = [Figure(0, *k, 0, "") for k in set(figures) | earlier]
        sums = {((t, version(t)), tuple((p, version(p)) for p in parts))
                for t, parts in equations(self.world, known)}
        cells, all_sums = {**self.cells, **new}, self.sums | sums
        pattern = self.protect(cells, all_sums)
        if pattern is None:
            self.refused.append(name)
            return
        self.cells, self.sums, self.states = cells, all_sums, pattern
        book = weak.Book(self.parent, name)
        for k, value in sorted(figures.items()):
            measure, place, kind, first, last = k
            book.add(place, kind, first, last, value, marks(k),
                     pattern[(k, version(k))] == "h", measure)
            self.truth[k] = value
        book.write()

    def protect(self, cells, sums):
        names = {c: "|".join(str(x) for x in c[0][:2]) + "|%s%s|%s|%s" % (
            c[0][2], "~%d" % c[1] if c[1] else "", *c[0][3:]) for c in sorted(cells)}
        old = {"p": " forced", "h": " hidden"}
        lines = ["table key"] + ["cell %s %d%s" % (names[c], cells[c],
                                                   old.get(self.states.get(c), ""))
                                 for c in names]
        for total, parts in sorted(sums):
            lines.append("sum " + " ".join(names[c] for c in (total, *parts)))
        done = subprocess.run(self.command, input="\n".join(lines + ["end", ""]),
                              capture_output=True, text=True, check=True)
        line = done.stdout.strip()
        return None if line == "refused" else dict(zip(names, line))


def table(world, counts, span):
    """District and division by group and all, as in weak.add_table."""
    figures = {}
    division = "division:" + world.districts[next(iter(counts))][0]
    groups = sorted(set(world.groups.values()))
    for place, members in [(division, list(counts))] + [(d, [d]) for d in counts]:
        rows = {"group:" + g: sum(counts[m][g] for m in members) for g in groups}
        for kind, value in [("all", sum(rows.values())), *rows.items()]:
            figures[(weak.CASES, place, kind, *span)] = value
    return figures


def three_months(world, parent, command):
    """Three monthly releases of one division; a late case in every month that is printed again."""
    rng = random.Random(17)
    desk = Desk(world, parent, command)
    groups = sorted(set(world.groups.values()))
    districts = ["SWL", "PKP", "OKR"]
    sizes = (2, 5, 8, 9, 12, 15, 20, 30)
    counts = {m: {d: {g: rng.choice(sizes) for g in groups} for d in districts}
              for m in (8, 9, 10)}
    late = collections.Counter()
    for until in (8, 9, 10):
        figures = {}
        for number in range(8, until + 1):
            if until > number:
                counts[number]["OKR"]["KIDNAP"] += 1
                late[weak.month(number)[0]] += 1
            figures.update(table(world, counts[number], weak.month(number)))

        def version(k):
            return late[k[3]] if k[1] in ("OKR", "division:Sahiwal") else 0

        def marks(k):
            return "[r]" if version(k) else ""

        desk.release("monthly-2026-%02d" % until, figures, version, marks)
    return desk


def year_to_date(world, parent, command, weeks=52):
    """Weekly notes of one district, each with the year to date."""
    rng = random.Random(19)
    desk = Desk(world, parent, command)
    begin = weak.datetime.date(2025, 12, 29)
    total = 0
    for week in range(1, weeks + 1):
        first = begin + weak.ONE_DAY * 7 * (week - 1)
        last = first + weak.ONE_DAY * 6
        count = rng.choice((2, 3, 5, 6, 8, 9, 12))
        total += count
        desk.release("weekly-%02d" % week, {(weak.CASES, "PKP", "all", first, last): count,
                                            (weak.CASES, "PKP", "all", begin, last): total})
    return desk
