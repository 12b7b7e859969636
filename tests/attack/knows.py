"""Attacker 4: knows our algorithm. Runs it on every table that fits what is printed and keeps those
that it would have printed alike; among those no hidden figure may be narrower than the width.
All of the algorithm is known to him but the secret of its tie-breaks, of which he tries many."""
import itertools
import random
import subprocess
import time

from progress import Progress
from solve import Interval, is_narrow

REFUSED = "refused"


class Shape:
    """Cells by name, and sums of them: [(total, [parts])], by number. HEADLINE: places' totals
    stay as far as they can."""

    def __init__(self, names, sums, headline=False):
        self.names, self.sums, self.headline = names, sums, headline

    def fill(self, inner):
        """Values of all cells from those of the inner ones, which come first."""
        values = list(inner) + [None] * (len(self.names) - len(inner))
        for total, parts in self.sums:
            if values[total] is None:
                values[total] = sum(values[p] for p in parts)
        return values


def name(place, kind):
    """As keys of figures are."""
    return "cases|%s|%s|2026-01-01|2026-01-31" % (place, kind)


def row(count):
    """COUNT parts and their total."""
    return Shape([name("D", "k%d" % n) for n in range(count)] + [name("D", "all")],
                 [(count, list(range(count)))])


def grid(rows, columns, headline=False):
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
    return Shape(names, sums, headline)


def as_text(shape, values, secret):
    lines = ["table " + secret]
    for cell, value in zip(shape.names, values):
        head = " headline" if shape.headline and "|all|" in cell else ""
        lines.append("cell %s %d%s" % (cell, value, head))
    for total, parts in shape.sums:
        lines.append("sum " + " ".join(shape.names[n] for n in [total] + parts))
    return "\n".join(lines + ["end", ""])


def program(command):
    """Our algorithm as a program: tables on standard input, a line of p and h for each."""
    def patterns(shape, tables, secrets):
        text = "".join(as_text(shape, v, s) for v, s in zip(tables, secrets))
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        lines = done.stdout.split("\n")[:-1]
        if len(lines) != len(tables):
            raise RuntimeError("%d patterns of %d tables" % (len(lines), len(tables)))
        return lines
    return patterns


def candidates(shape, values, pattern, most, least=1):
    """Every table of whole numbers that prints the same figures, none that is hidden below LEAST;
    None: more than MOST."""
    hidden = [n for n, state in enumerate(pattern) if state == "h"]
    now = [None if n in hidden else v for n, v in enumerate(values)]
    found = []

    def top(cell):
        best = None
        for total, parts in shape.sums:
            if cell in parts and now[total] is not None:
                rest = sum(now[p] if now[p] is not None else least for p in parts if p != cell)
                best = now[total] - rest if best is None else min(best, now[total] - rest)
        return best

    def agrees():
        return all(now[t] == sum(now[p] for p in parts) for t, parts in shape.sums
                   if now[t] is not None and all(now[p] is not None for p in parts))

    def implied(cell):
        for total, parts in shape.sums:
            if total == cell and all(now[p] is not None for p in parts):
                return sum(now[p] for p in parts)
        return None

    def fill(order):
        if len(found) > most:
            return
        if not order:
            found.append(list(now))
            return
        cell = order[0]
        sure = implied(cell)
        limit = top(cell)
        most_now = limit if limit is not None else 60
        span = [sure] if sure is not None else range(least, most_now + 1)
        for value in span:
            now[cell] = value
            if value >= least and agrees():
                fill(order[1:])
        now[cell] = None

    fill(hidden)
    return None if len(found) > most else found


def attack_table(shape, values, patterns, rng, most=3000, keys=48, least=1, seconds=60):
    """(tables that fit, reruns, [(cell, Interval)] narrow); None: refused, nothing hidden, or too
    many tables, or not decided in so many SECONDS. The secret of our run is not known: a table is printed alike if any of KEYS other
    secrets makes it so. Stops when nothing is narrow any more."""
    pattern = patterns(shape, [values], ["ours"])[0]
    if pattern == REFUSED or "h" not in pattern:
        return None
    fitting = candidates(shape, values, pattern, most, least)
    if fitting is None:
        return None
    hidden = [n for n, state in enumerate(pattern) if state == "h"]
    seen = {n: [values[n], values[n]] for n in hidden}
    rng.shuffle(fitting)
    reruns = 0
    end = time.monotonic() + seconds
    for turn in range(keys):
        left = []
        for begin in range(0, len(fitting), 50):
            if time.monotonic() > end:
                return None
            batch = [t for t in fitting[begin:begin + 50] if useful(t, seen)]
            reruns += len(batch)
            made = patterns(shape, batch, ["key%d" % turn] * len(batch)) if batch else []
            left += [t for t, p in zip(batch, made) if p != pattern]
            for table in (t for t, p in zip(batch, made) if p == pattern):
                for n in hidden:
                    seen[n] = [min(seen[n][0], table[n]), max(seen[n][1], table[n])]
        fitting = left
    narrow = [(shape.names[n], Interval(*seen[n], True)) for n in hidden
              if is_narrow(Interval(*seen[n], True))]
    return len(fitting), reruns, narrow


def useful(table, seen):
    """It would widen what is still narrow."""
    return any(is_narrow(Interval(*span, True)) and not span[0] <= table[n] <= span[1]
               for n, span in seen.items())


def draws(count, seed=1):
    """Random tables of up to 12 cells, with small numbers and noughts among larger ones."""
    rng = random.Random(seed)
    shapes = [row(3), row(4), row(5), row(7), row(11), grid(2, 2), grid(2, 3), grid(3, 2),
              grid(2, 2, True), grid(2, 3, True), grid(3, 2, True)]
    sizes = (0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12)
    for shape in itertools.islice(itertools.cycle(shapes), count):
        inner = len(shape.names) - len({total for total, _ in shape.sums})
        yield shape, shape.fill([rng.choice(sizes) for _ in range(inner)])


def attack(patterns, count, seed=1, most=3000, least=1):
    """Over random tables: (tables tried, reruns, [(values, cell, Interval)])."""
    rng = random.Random(seed)
    tried = rerun = 0
    found = []
    progress = Progress("reruns, tables", count)
    for shape, values in draws(count, seed):
        result = attack_table(shape, values, patterns, rng, most, least=least)
        progress.step()
        if result is None:
            continue
        tried += 1
        rerun += result[1]
        found += [(values, cell, interval) for cell, interval in result[2]]
    return tried, rerun, found
