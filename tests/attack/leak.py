"""Attacker 6: some hidden figures are known from elsewhere, one of each release. How far does it
reach? Who was counted in a figure of one knows that figure: nothing else may give way."""
import random

from folder import key
from progress import Progress
from solve import Part, Seen, attack_part, parts, terms_of


WHOLE = 3000  # unknowns of a part up to which whole numbers are asked for


class Leak:
    """A part, with the tables that were met before anything is told: those in which a figure has
    the value told are tables still."""

    def __init__(self, part, seed):
        self.part, self.seed = part, seed
        self.seen = Seen(part)
        self.narrow = attack_part(part, random.Random(seed), WHOLE, self.seen)
        self.number = {t.columns: n for n, t in enumerate(part.targets)}

    def reach(self, known):
        """How many other hidden figures become narrow by [(target, value)], and how many of them
        exact; None: the true values do not fit: a reader's equations are wrong somewhere."""
        told = {t.columns: v for t, v in known}
        rows = self.part.rows + [(terms_of(c), v, v) for c, v in told.items()]
        # what is a part of a figure of 1 tells of the one who is counted in it, and of nobody else
        own = [set(c) for c, v in told.items() if v == 1]
        left = [n for n, t in enumerate(self.part.targets) if t.columns not in told
                and not any(set(t.columns) <= one for one in own)]
        part = Part(self.part.columns, rows, [self.part.targets[n] for n in left])
        seen = Seen(part)
        for values in self.seen.tables:
            if all(abs(values[self.number[c]] - v) < 1e-6 for c, v in told.items()):
                seen.note_values(values[left])
        narrow = attack_part(part, random.Random(self.seed), WHOLE, seen)
        if narrow is None:
            return None
        return len(narrow), sum(i.low == i.high for _, i in narrow)


def attack(system, truth, most=8, seed=1):
    """TRUTH: key -> value, of the latest release. Rows of a table: (name, value, others, narrow,
    exact), for up to MOST ones and as many others of each part."""
    rng = random.Random(seed)
    rows = []
    pieces = parts(system)
    progress = Progress("leak, parts", len(pieces))
    for part in pieces:
        told = [(t, truth[key(t.figure)]) for t in part.targets
                if t.figure is not None and key(t.figure) in truth]
        ones = [x for x in told if x[1] == 1]
        rest = [x for x in told if x[1] != 1]
        rng.shuffle(ones)
        rng.shuffle(rest)
        some = Leak(part, seed) if told else None
        progress.step()
        if some is None or some.narrow:
            continue  # open already: the other attackers tell of it
        for target, value in ones[:most] + rest[:most]:
            reached = some.reach([(target, value)])
            if reached is not None:
                rows.append((target.name, value, len(part.targets) - 1) + reached)
    return rows


def together(system, truth, seed=1):
    """One hidden figure of each release told at once: (told, others, narrow, exact)."""
    rng = random.Random(seed)
    by_release = {}
    pieces = parts(system)
    for number, part in enumerate(pieces):
        for target in part.targets:
            if target.figure is not None and key(target.figure) in truth:
                by_release.setdefault(target.figure.release, []).append((number, target))
    chosen = [rng.choice(by_release[r]) for r in sorted(by_release)]
    others = sum(len(p.targets) for p in pieces) - len(chosen)
    narrow = exact = 0
    for number in sorted({n for n, _ in chosen}):
        known = [(t, truth[key(t.figure)]) for n, t in chosen if n == number]
        reached = Leak(pieces[number], seed).reach(known) or (0, 0)
        narrow, exact = narrow + reached[0], exact + reached[1]
    return len(chosen), others, narrow, exact
