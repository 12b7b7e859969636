"""Attacker 6: some hidden figures are known from elsewhere, one of each release. How far does it
reach? Who was counted in a figure of one knows that figure: nothing else may give way."""
import random

from folder import key
from solve import Part, attack_part, parts, terms_of


def with_known(part, known):
    """PART with some of its targets told: [(target, value)]."""
    rows = part.rows + [(terms_of(t.columns), v, v) for t, v in known]
    told = {t.columns for t, _ in known}
    return Part(part.columns, rows, [t for t in part.targets if t.columns not in told])


def reach(part, known, seed=1):
    """How many other hidden figures become narrow, and how many of those exact; None: the true
    values do not fit, so that a reader's equations are wrong somewhere."""
    narrow = attack_part(with_known(part, known), random.Random(seed), 3000)
    if narrow is None:
        return None
    return len(narrow), sum(i.low == i.high for _, i in narrow)


def attack(system, truth, most=8, seed=1):
    """TRUTH: key -> value, of the latest release. Rows of a table: (name, value, others, narrow,
    exact), for every hidden one and for up to MOST others."""
    rng = random.Random(seed)
    rows = []
    for part in parts(system):
        if attack_part(part, random.Random(seed), 3000):
            continue  # open already: the other attackers tell of it
        told = [(t, truth[key(t.figure)]) for t in part.targets
                if t.figure is not None and key(t.figure) in truth]
        ones = [x for x in told if x[1] == 1]
        rest = [x for x in told if x[1] != 1]
        rng.shuffle(ones)
        rng.shuffle(rest)
        for target, value in ones[:most] + rest[:most]:
            reached = reach(part, [(target, value)])
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
        reached = reach(pieces[number], known) or (0, 0)
        narrow, exact = narrow + reached[0], exact + reached[1]
    return len(chosen), others, narrow, exact
