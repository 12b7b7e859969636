"""Least and most of unknown sums: components, simplex with random directions, whole numbers."""
import collections
import math
import random
import warnings

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

WIDTH = 4
THRESHOLD = 5
INFEASIBLE = 2  # as scipy says
warnings.filterwarnings("ignore", module="scipy")

Interval = collections.namedtuple("Interval", "low high exact")


def is_narrow(interval):
    """A number from 1 to 4 is found, or narrowed below the width."""
    return (interval.high > 0 and interval.low < THRESHOLD
            and interval.high - interval.low < WIDTH)


def terms_of(columns):
    """Columns of a sum: plain, or with factors."""
    return [c if isinstance(c, tuple) else (c, 1) for c in columns]


class Part:
    """A connected part of a system."""

    def __init__(self, columns, rows, targets):
        self.columns = columns
        self.index = {c: n for n, c in enumerate(columns)}
        self.rows, self.targets = rows, targets
        lower, upper, data, at = [], [], [], ([], [])
        for terms, low, high in rows:
            for column, factor in terms:
                at[0].append(len(lower))
                at[1].append(self.index[column])
                data.append(float(factor))
            lower.append(low)
            upper.append(high)
        shape = (len(lower), len(columns))
        self.matrix = csr_matrix((data, at), shape=shape)
        self.limits = LinearConstraint(self.matrix, lower, upper)
        self.wanted = self._targets()

    def _targets(self):
        """A row for each target, of the unknowns that it is the sum of."""
        data, at = [], ([], [])
        for number, target in enumerate(self.targets):
            for column, factor in terms_of(target.columns):
                at[0].append(number)
                at[1].append(self.index[column])
                data.append(float(factor))
        return csr_matrix((data, at), shape=(len(self.targets), len(self.columns)))

    def best(self, cost, whole=False, seconds=20):
        """The x of the least cost; the bound proved for it; None: nothing fits."""
        options = {"time_limit": seconds, "presolve": True}
        result = milp(cost, constraints=self.limits, bounds=Bounds(0, numpy.inf),
                      integrality=numpy.ones(len(cost)) if whole else None, options=options)
        bound = result.mip_dual_bound if whole else result.fun
        if result.status == 3 or (result.status == 4 and result.x is None):
            return None, -math.inf, "unbounded"
        if result.x is None:
            return None, bound if bound is not None else -math.inf, result.status
        return result.x, bound, result.status

    def cost(self, number, sign):
        return sign * self.wanted[number].toarray()[0]


def fixed_columns(system):
    """Unknowns of sums that are nought are nought: no factor below nought, no unknown either."""
    zero = set()
    for columns, value in system.rows.items():
        terms = terms_of(columns)
        if value == 0 and all(f > 0 for _, f in terms):
            zero |= {c for c, _ in terms}
    return zero


def parts(system):
    """Connected parts that have a target; a target wholly fixed at nought is left out."""
    zero = fixed_columns(system)
    parent = {}

    def root(column):
        while parent.setdefault(column, column) != column:
            parent[column] = parent[parent[column]]
            column = parent[column]
        return column

    def live(columns):
        return [(c, f) for c, f in terms_of(columns) if c not in zero]

    rows = [(live(c), v, v) for c, v in system.rows.items()]
    rows += [(live(t.columns), t.least, math.inf) for t in system.targets.values() if t.least > 0]
    rows = [r for r in rows if r[0]]
    targets = [(t._replace(columns=tuple(live(t.columns))), live(t.columns))
               for t in system.targets.values()]
    targets = [t for t in targets if t[1]]
    for terms in [r[0] for r in rows] + [t[1] for t in targets]:
        first = root(terms[0][0])
        for column, _ in terms[1:]:
            parent[root(column)] = first
    grouped = collections.defaultdict(lambda: ([], [], []))
    for column in list(parent):
        grouped[root(column)][0].append(column)
    for row in rows:
        grouped[root(row[0][0][0])][1].append(row)
    for target, terms in targets:
        grouped[root(terms[0][0])][2].append(target)
    return [Part(sorted(c), r, t) for c, r, t in grouped.values() if t]


class Seen:
    """The least and the most seen of each target, over all tables met so far."""

    def __init__(self, part):
        self.part = part
        self.low = numpy.full(len(part.targets), math.inf)
        self.high = numpy.full(len(part.targets), -math.inf)
        self.tables = []  # the targets' values in each table met

    def note(self, x):
        return self.note_values(self.part.wanted @ x)

    def note_values(self, values):
        """How many targets are wide only now."""
        before = self.safe_ones()
        self.tables.append(values)
        self.low = numpy.minimum(self.low, values)
        self.high = numpy.maximum(self.high, values)
        return int((self.safe_ones() & ~before).sum())

    def safe_ones(self):
        return self.high - self.low >= WIDTH - 1e-6

    def safe(self, number):
        return self.high[number] - self.low[number] >= WIDTH - 1e-6


def harvest(part, seen, rng, whole, rounds):
    idle = 0
    for _ in range(rounds):
        signs = numpy.array([rng.choice((-1, 1)) * rng.uniform(0.5, 1) for _ in part.targets])
        cost = part.wanted.T @ (signs * ~seen.safe_ones())
        x, _, status = part.best(cost, whole)
        if x is None and whole and status != INFEASIBLE:
            x, _, status = part.best(cost)  # out of time: the simplex still tells of the width
        if x is None:
            return status != INFEASIBLE
        idle = 0 if seen.note(x) else idle + 1
        if idle >= 4 or all(seen.safe(n) for n in range(len(part.targets))):
            break
    return True


def bound(part, number, seen, whole):
    """Proved least and most; in whole numbers those of a search that may stop early."""
    ends = []
    for sign in (1, -1):
        x, best, status = part.best(part.cost(number, sign), whole)
        if x is not None:
            seen.note(x)
        ends.append(math.inf if status == "unbounded" else best)
    low = math.ceil(ends[0] - 1e-6) if math.isfinite(ends[0]) else -math.inf
    high = math.floor(-ends[1] + 1e-6) if math.isfinite(ends[1]) else math.inf
    return low, high


def attack_part(part, rng, whole_limit, seen=None, rounds=40):
    """Narrow targets of a part: [(target, Interval)]; None: nothing fits."""
    found = []
    whole = len(part.columns) <= whole_limit
    seen = seen or Seen(part)
    if not harvest(part, seen, rng, whole, rounds):
        return None
    for number, target in enumerate(part.targets):
        if seen.safe(number) or seen.low[number] == math.inf:
            continue
        low, high = bound(part, number, seen, False)
        interval = Interval(low, high, False)
        if not is_narrow(interval) and whole and not seen.safe(number):
            interval = Interval(*bound(part, number, seen, True), True)
        if is_narrow(interval):
            found.append((target, interval))
    return found


def attack(system, seed=1, whole_limit=3000):
    """Everything narrow in a system; None when the system has no solution at all."""
    rng = random.Random(seed)
    found = []
    for part in parts(system):
        narrow = attack_part(part, rng, whole_limit)
        if narrow is None:
            return None
        found += narrow
    return found
