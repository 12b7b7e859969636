"""Attacker 4: knows our algorithm. Runs it on every table that fits what is printed and keeps those
that it would have printed alike; among those no hidden figure may be narrower than the width.
All of the algorithm is known to him but the secret of its tie-breaks, of which he tries many."""
import itertools
import math
import os
import random
import re
import subprocess

import rule
from progress import Progress
from solve import THRESHOLD, Interval, is_narrow

REFUSED = "refused"
NO_MOST = 10000
FOR_OTHERS = 0.2  # how often a large figure is withheld for others' sake, about
PER_KEY = 40  # tables that are tried with one secret


class Shape:
    """Cells by name, and sums of them: [(total, [parts])], by number. KEPT: what stays as far as
    it can, places' totals as a "headline", or the first kind as "wanted"."""

    def __init__(self, names, sums, kept=""):
        self.names, self.sums, self.kept = names, sums, kept

    def state(self, cell):
        """What is said of it to protect_table."""
        kinds = {"headline": "|all|", "wanted": "|k0|"}
        return " " + self.kept if self.kept and kinds[self.kept] in cell else ""

    def fill(self, inner):
        """Values of all cells from those of the inner ones, which come first."""
        values = list(inner) + [None] * (len(self.names) - len(inner))
        for total, parts in self.sums:
            if values[total] is None:
                values[total] = sum(values[p] for p in parts)
        return values

    def is_said(self, values, cell):
        """A nought that a total of 0 tells."""
        return values[cell] == 0 and any(cell in parts and values[total] == 0
                                         for total, parts in self.sums)


def name(place, kind):
    """As keys of figures are."""
    return "cases|%s|%s|2026-01-01|2026-01-31" % (place, kind)


def row(count, kept=""):
    """COUNT parts and their total."""
    return Shape([name("D", "k%d" % n) for n in range(count)] + [name("D", "all")],
                 [(count, list(range(count)))], kept)


def grid(rows, columns, kept=""):
    """A table with both margins."""
    names = [name("D%d" % r, "k%d" % c) for r in range(rows) for c in range(columns)]
    inner = rows * columns
    sums = []
    for r in range(rows):
        sums.append((inner + r, [r * columns + c for c in range(columns)]))
    for c in range(columns):
        sums.append((inner + rows + c, [r * columns + c for r in range(rows)]))
    corner = inner + rows + columns
    sums.append((corner, list(range(inner, inner + rows))))
    sums.append((corner, list(range(inner + rows, corner))))
    names += [name("D%d" % r, "all") for r in range(rows)]
    names += [name("punjab", "k%d" % c) for c in range(columns)] + [name("punjab", "all")]
    return Shape(names, sums, kept)


def as_text(shape, values, secret):
    lines = ["table " + secret]
    for cell, value in zip(shape.names, values):
        lines.append("cell %s %d%s" % (cell, value, shape.state(cell)))
    for total, parts in shape.sums:
        lines.append("sum " + " ".join(shape.names[n] for n in [total] + parts))
    return "\n".join(lines + ["end", ""])


def program(command):
    """Our algorithm as a program: tables on standard input, a line of p and h for each."""
    ours = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def patterns(shape, tables, secrets):
        ours.stdin.write("".join(as_text(shape, v, s) for v, s in zip(tables, secrets)))
        ours.stdin.flush()
        lines = [ours.stdout.readline() for _ in tables]
        if not all(lines):
            raise RuntimeError("no pattern of one of %d tables" % len(tables))
        return [line.rstrip("\n") for line in lines]
    return patterns


def without_bets(command, folder):
    """The same program under rules that ask for no bets, which is quicker: what it hides is nearly
    always hidden in the end as well, so that most tables are dropped by it alone."""
    path = os.path.join(folder, "rules without bets.yaml")
    with open(command[1], encoding="utf-8") as file, open(path, "w", encoding="utf-8") as copy:
        copy.write(re.sub(r"(?m)^guess: *[0-9]+", "guess: 0", file.read()))
    return program([command[0], path])


def within(quick, pattern):
    return quick != REFUSED and all(p == "h" for q, p in zip(quick, pattern) if q == "h")


def candidates(shape, values, pattern, most, least=1):
    """Every table of whole numbers that prints the same figures, none that is hidden below LEAST;
    None: more than MOST."""
    hidden = [n for n, state in enumerate(pattern) if state == "h"]
    low = [least if n in hidden else v for n, v in enumerate(values)]
    high = [NO_MOST if n in hidden else v for n, v in enumerate(values)]
    found = []

    def fill(low, high):
        if len(found) > most or not narrowed(shape, low, high):
            return
        open_cells = [n for n in hidden if low[n] < high[n]]
        if not open_cells:
            found.append(low)
            return
        cell = min(open_cells, key=lambda n: high[n] - low[n])
        for value in range(low[cell], high[cell] + 1):
            fill([value if n == cell else v for n, v in enumerate(low)],
                 [value if n == cell else v for n, v in enumerate(high)])

    fill(low, high)
    return None if len(found) > most else found


def narrowed(shape, low, high):
    """LOW and HIGH, by cell, as the sums narrow them; false: no table fits."""
    again = True
    while again:
        again = False
        for total, parts in shape.sums:
            least, most = sum(low[p] for p in parts), sum(high[p] for p in parts)
            bounds = [(total, least, most)]
            bounds += [(p, low[total] - most + high[p], high[total] - least + low[p])
                       for p in parts]
            for cell, from_, to in bounds:
                if from_ > low[cell] or to < high[cell]:
                    low[cell], high[cell] = max(low[cell], from_), min(high[cell], to)
                    again = True
                if low[cell] > high[cell]:
                    return False
    return True


def attack_table(shape, values, patterns, most=10000, secrets=20000, least=1,
                 quick=None):
    """(tables that fit, reruns, [(cell, Interval)] narrow); None: refused, nothing hidden, or too
    many tables. The secret of our run is not known: a table is printed alike if any other secret
    makes it so. Up to so many SECRETS are tried, until nothing is narrow any more. QUICK (without_bets) drops most tables first."""
    pattern = patterns(shape, [values], ["ours"])[0]
    if pattern == REFUSED or "h" not in pattern:
        return None
    fitting = candidates(shape, values, pattern, most, least)
    if fitting is None:
        return None
    hidden = [n for n, state in enumerate(pattern) if state == "h"]
    seen = {n: [values[n], values[n]] for n in hidden}
    reruns, batch, size = 0, [], 25
    for table, secret in tries(shape, pattern, fitting, secrets, seen):
        batch.append((table, secret))
        if len(batch) < size:
            continue
        reruns += len(batch)
        widen(seen, alike(shape, batch, patterns, quick, pattern))
        batch, size = [], min(2 * size, 400)
    reruns += len(batch)
    widen(seen, alike(shape, batch, patterns, quick, pattern))
    narrow = [(shape.names[n], Interval(*seen[n], True)) for n in hidden
              if is_narrow(Interval(*seen[n], True))]
    return len(fitting), reruns, narrow


def tries(shape, pattern, fitting, secrets, seen):
    """Tables with secrets, as long as they are of use: with each secret the likeliest of those that
    it can have hidden so, by the luck of a draw."""
    rng = random.Random(len(fitting))
    hidden = [n for n, state in enumerate(pattern) if state == "h"]
    some = fitting[0]
    for turn in range(secrets):
        secret = "key%d" % turn
        left = [t for t in fitting if useful(t, seen)]
        if not left:
            return
        if any(rule.chooses(secret, shape.names[n], some[n]) for n, state in enumerate(pattern)
               if state == "p" and not shape.is_said(some, n)):
            continue
        chosen = {(n, value) for n in hidden for value in range(rule.DECOYS_TO)
                  if rule.chooses(secret, shape.names[n], value)}
        left = [t for t in left if all(t[n] or (n, 0) in chosen or shape.is_said(t, n)
                                       for n in hidden)]
        drawn = sorted(left, key=lambda t: math.log(rng.random()) / likelihood(t, hidden, chosen))
        yield from ((t, secret) for t in drawn[-PER_KEY:])


def alike(shape, batch, patterns, quick, pattern):
    """The tables of BATCH, of (table, secret), that are printed as PATTERN."""
    if quick is not None:
        made = quick(shape, *zip(*batch)) if batch else []
        batch = [b for b, q in zip(batch, made) if within(q, pattern)]
    made = patterns(shape, *zip(*batch)) if batch else []
    return [table for (table, _), p in zip(batch, made) if p == pattern]


def widen(seen, tables):
    for table in tables:
        for n, (low, high) in seen.items():
            seen[n] = [min(low, table[n]), max(high, table[n])]


def likelihood(table, hidden, chosen):
    """How likely just this is withheld, by the numbers alone: for its own sake, or for others'."""
    return math.prod(1 if table[n] < THRESHOLD or (n, table[n]) in chosen else FOR_OTHERS
                     for n in hidden)


def useful(table, seen):
    """It would widen what is still narrow."""
    return any(is_narrow(Interval(*span, True)) and not span[0] <= table[n] <= span[1]
               for n, span in seen.items())


def draws(count, kept="", seed=1):
    """Random tables of up to 12 cells, with small numbers and noughts among larger ones."""
    rng = random.Random("%d %s" % (seed, kept))
    shapes = [] if kept == "headline" else [row(n, kept) for n in (3, 4, 5, 7, 11)]
    shapes += [grid(rows, columns, kept) for rows, columns in ((2, 2), (2, 3), (3, 2))]
    sizes = (0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12)
    for shape in itertools.islice(itertools.cycle(shapes), count):
        inner = len(shape.names) - len({total for total, _ in shape.sums})
        yield shape, shape.fill([rng.choice(sizes) for _ in range(inner)])


def attack(command, folder, count, kept="", seed=1, most=10000, least=1):
    """Over random tables: (tables tried, reruns, [(values, cell, Interval)])."""
    tried = rerun = 0
    found = []
    progress = Progress("reruns, tables", count)
    patterns, quick = program(command), without_bets(command, folder)
    for shape, values in draws(count, kept, seed):
        result = attack_table(shape, values, patterns, most, least=least, quick=quick)
        progress.step()
        if result is None:
            continue
        tried += 1
        rerun += result[1]
        found += [(values, cell, interval) for cell, interval in result[2]]
    return tried, rerun, found
