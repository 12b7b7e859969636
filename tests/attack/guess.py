"""Attacker 3: samples whole-number tables that fit what one release prints; bets on the commonest
value of each hidden figure. Enumeration of all tables, for small ones, checks the sampler."""
import collections
import random
from fractions import Fraction

import numpy

from folder import day, key
from printed import equations
from progress import Progress
from solve import Part, THRESHOLD
from system import level


class Hidden:
    """Hidden figures of one connected part, and the sums that bind them."""

    def __init__(self, names, rows, least):
        self.names, self.rows, self.least = names, rows, least


def hidden_parts(world, release, zeros=True):
    """ZEROS: all noughts are printed."""
    known = {key(f): f.value for f in release.figures if f.value is not None}
    printed = {level(world, f) for f in release.figures if f.value == 0 and zeros}
    least = {key(f): int(level(world, f) in printed) for f in release.figures if f.value is None}
    rows = set()
    for total, parts in equations(world, release.figures):
        terms = [(total, -1)] + [(p, 1) for p in parts]
        value = -sum(f * known[k] for k, f in terms if k in known)
        rows.add((tuple((k, f) for k, f in terms if k not in known), value))
    return split(least, [r for r in rows if r[0]])


def parts_of_proof(cells, sums):
    """Of all releases together: what is withheld, and the sums of it that hold no finer figure, as
    the folder's proof/ lists them."""
    name = {n: (r["measure"], r["place"], r["kind"], day(r["first_on"]), day(r["last_on"]),
                r["release"]) for n, r in cells.items()}
    value = {n: int(r["value"]) for n, r in cells.items() if r["state"] == "published"}
    least = {name[n]: int(r["least"] or 0) for n, r in cells.items() if r["state"] == "hidden"}
    rows = []
    for terms in sums.values():
        open_ones = [(name[c], f) for c, f in terms if c not in value]
        if open_ones and all(k in least for k, _ in open_ones):
            rows.append((tuple(open_ones), -sum(f * value[c] for c, f in terms if c in value)))
    return split(least, rows)


def split(least, rows):
    parent = {k: k for k in least}

    def root(name):
        while parent[name] != name:
            name = parent[name]
        return name

    for terms, _ in rows:
        for name, _ in terms[1:]:
            parent[root(name)] = root(terms[0][0])
    grouped = collections.defaultdict(lambda: ([], []))
    for name in sorted(least):
        grouped[root(name)][0].append(name)
    for row in sorted(rows):
        grouped[root(row[0][0][0])][1].append(row)
    return [Hidden(names, own, [least[n] for n in names]) for names, own in grouped.values()]


def reduced(hidden):
    """Row echelon form in fractions: pivot column -> row."""
    at = {n: i for i, n in enumerate(hidden.names)}
    pivots = {}
    for terms, _ in hidden.rows:
        row = collections.defaultdict(Fraction)
        for name, factor in terms:
            row[at[name]] += factor
        for column in [c for c in row if c in pivots]:
            subtract(row, pivots[column], row[column])
        row = {c: v for c, v in row.items() if v}
        if not row:
            continue
        pivot = min(row)
        row = collections.defaultdict(Fraction, {c: v / row[pivot] for c, v in row.items()})
        for other in pivots.values():
            if other.get(pivot):
                subtract(other, row, other[pivot])
        pivots[pivot] = row
    return pivots


def subtract(row, other, factor):
    for column, value in list(other.items()):
        row[column] -= factor * value
        if not row[column]:
            del row[column]


def moves(hidden):
    """Whole-number changes that break no sum; short ones, and sums of two that meet."""
    pivots = reduced(hidden)
    basis = []
    for free in range(len(hidden.names)):
        if free in pivots:
            continue
        move = {free: Fraction(1)}
        for pivot, row in pivots.items():
            if row.get(free):
                move[pivot] = -row[free]
        scale = numpy.lcm.reduce([v.denominator for v in move.values()])
        basis.append({c: int(v * scale) for c, v in move.items()})
    return basis + pairs(basis)


def pairs(basis, most=20000):
    """Sums and differences of two moves that are no longer than the longer one."""
    users = collections.defaultdict(list)
    for number, move in enumerate(basis):
        for column in move:
            users[column].append(number)
    seen, found = set(), []
    for numbers in users.values():
        for i, one in enumerate(numbers):
            for two in numbers[i + 1:]:
                if (one, two) in seen or len(found) >= most:
                    continue
                seen.add((one, two))
                for sign in (1, -1):
                    new = collections.Counter(basis[one])
                    for column, value in basis[two].items():
                        new[column] += sign * value
                    new = {c: v for c, v in new.items() if v}
                    if new and len(new) <= max(len(basis[one]), len(basis[two])):
                        found.append(new)
    return found


def start(hidden, rng):
    """A table that fits, by a whole-number program with a random aim, downward, since some have no
    end; None: there is none."""
    at = {n: i for i, n in enumerate(hidden.names)}
    rows = [([(at[n], f) for n, f in terms], v, v) for terms, v in hidden.rows]
    rows += [([(i, 1)], least, numpy.inf) for i, least in enumerate(hidden.least)]
    part = Part(list(range(len(hidden.names))), rows, [])
    x, _, _ = part.best(numpy.array([rng.uniform(0, 1) for _ in hidden.names]), True)
    return None if x is None else [int(round(v)) for v in x]


NO_END = 10 ** 9
ROOM = 60  # what has no end is sampled up to so much above where it began


def reach(table, least, move, most):
    """How often a move can be made: from, to."""
    low, high = -NO_END, NO_END
    for column, change in move:
        room = table[column] - least[column]
        if change > 0:
            low = max(low, -(room // change))
        else:
            high = min(high, room // -change)
    if low == -NO_END or high == NO_END:
        for column, change in move:
            room = most - table[column]
            if change > 0:
                high = min(high, room // change)
            else:
                low = max(low, -(room // -change))
    return low, high


def sample(hidden, rng, steps, weight=None):
    """Share of each value of each hidden figure: [{value: share}]; None: no table fits. WEIGHT: of
    a value; without it all tables count alike."""
    ways = [list(m.items()) for m in moves(hidden)]
    table = start(hidden, rng)
    if table is None:
        return None
    most = max(table, default=0) + ROOM
    counts = [collections.Counter() for _ in table]
    every = max(1, len(table) // 2)
    for step in range(steps):
        if ways:
            move = rng.choice(ways)
            low, high = reach(table, hidden.least, move, most)
            times = rng.randint(low, high) if low <= high else 0
            if times and weight and not likely(table, move, times, weight, rng):
                times = 0
            for column, change in move:
                table[column] += times * change
        if step % every == 0 and step > steps // 10:
            for number, value in enumerate(table):
                counts[number][value] += 1
    return [{v: n / sum(c.values()) for v, n in c.items()} for c in counts]


def likely(table, move, times, weight, rng):
    """Metropolis: goes to a table as often as its weight is, beside that of the table before."""
    ratio = 1.0
    for column, change in move:
        before = weight[min(table[column], len(weight) - 1)]
        ratio *= weight[min(table[column] + times * change, len(weight) - 1)] / (before or 1e-9)
    return ratio >= 1 or rng.random() < ratio


def enumerate_all(hidden, most=200000):
    """Every table, for small ones: shares as in sample; None when there are too many."""
    at = {n: i for i, n in enumerate(hidden.names)}
    rows = [([(at[n], f) for n, f in terms], v) for terms, v in hidden.rows]
    tables, table = [], [None] * len(hidden.names)

    def room(column):
        """The most a cell can be beside what is set, by sums of one sign."""
        best = None
        for terms, value in rows:
            mine = [f for c, f in terms if c == column]
            if not mine or any(f < 0 for _, f in terms):
                continue
            used = sum(hidden.least[c] if table[c] is None else table[c]
                       for c, _ in terms if c != column)
            best = value - used if best is None else min(best, value - used)
        return best

    def fits():
        return all(sum(f * table[c] for c, f in terms) == value for terms, value in rows
                   if all(table[c] is not None for c, _ in terms))

    def fill(column):
        if len(tables) > most:
            return
        if column == len(table):
            tables.append(list(table))
            return
        top = room(column)
        if top is None:
            raise ValueError("no bound: cannot be enumerated")
        for value in range(hidden.least[column], top + 1):
            table[column] = value
            if fits():
                fill(column + 1)
        table[column] = None

    fill(0)
    if len(tables) > most or not tables:
        return None
    return [{v: n / len(tables) for v, n in collections.Counter(t[c] for t in tables).items()}
            for c in range(len(table))]


def leader(one, two):
    """The commonest value of two chains, and its share."""
    value = max(one, key=lambda v: one[v] + two.get(v, 0))
    return value, (one[value] + two.get(value, 0)) / 2


def attack(world, releases, seed=1, steps=60000, zeros=True, weight=None):
    """Bets on hidden figures that win more than every other time: [(release, key, value, share)];
    how many hidden figures were bet on; how far two chains were apart at most."""
    pieces = [(r.name, h) for r in releases for h in hidden_parts(world, r, zeros)]
    return bet(pieces, seed, steps, weight)


def bet(pieces, seed=1, steps=60000, weight=None):
    """As attack, of [(release, Hidden)]."""
    rng = random.Random(seed)
    found, bets, apart = [], 0, 0.0
    progress = Progress("guessing, parts", len(pieces))
    for release, hidden in pieces:
        length = max(steps, 200 * len(hidden.names))
        one, two = (sample(hidden, rng, length, weight) for _ in range(2))
        progress.step()
        if one is None or two is None:
            continue
        if any(leader(a, b)[1] > 0.5 for a, b in zip(one, two)):  # perhaps by luck
            one, two = (sample(hidden, rng, 6 * length, weight) for _ in range(2))
        for name, a, b in zip(hidden.names, one, two):
            bets += 1
            apart = max([apart] + [abs(a.get(v, 0) - b.get(v, 0)) for v in set(a) | set(b)])
            value, share = leader(a, b)
            seen = set(a) | set(b)
            if max(seen) == 0 or min(seen) >= THRESHOLD:
                continue  # in all tables: nobody is told of
            if share > 0.5 and min(a.get(value, 0), b.get(value, 0)) > 0.45:
                found.append((release, name, value, share))
    return found, bets, apart


def oracle(hidden, rng, steps=200000):
    """The largest distance of the sampler's shares from those of full enumeration."""
    truth, seen = enumerate_all(hidden), sample(hidden, rng, steps)
    return max(abs(t.get(v, 0) - s.get(v, 0)) for t, s in zip(truth, seen) for v in set(t) | set(s))
