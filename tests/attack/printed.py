"""Sums that a reader sees among printed figures of one release: division and districts, all and
groups, year to date and weeks. No unknown of its own: for subtracting by hand and for sampling."""
import collections
import datetime

from folder import key

ONE_DAY = datetime.timedelta(days=1)


def equations(world, figures):
    """[(total, [parts])] of keys; parts are the coarsest printed ones along one label."""
    have = {key(f) for f in figures}
    found = []
    for total in sorted(have):
        for parts in (period_parts(have, total), kind_parts(world, have, total),
                      place_parts(world, have, total)):
            if parts:
                found.append((total, parts))
    return found


def period_parts(have, total):
    """Fewest printed periods that cover TOTAL without overlap."""
    measure, place, kind, first, last = total
    edges = collections.defaultdict(list)
    for other in have:
        if other[:3] == total[:3] and other != total and first <= other[3] and other[4] <= last:
            edges[other[3]].append(other)
    paths = {first: []}
    wave = [first]
    while wave and last + ONE_DAY not in paths:
        reached = []
        for at in wave:
            for edge in sorted(edges[at]):
                if edge[4] + ONE_DAY not in paths:
                    paths[edge[4] + ONE_DAY] = paths[at] + [edge]
                    reached.append(edge[4] + ONE_DAY)
        wave = reached
    return paths.get(last + ONE_DAY)


def kind_parts(world, have, total):
    measure, place, kind, first, last = total
    levels = []
    if kind == "all":
        levels = [["group:" + g for g in sorted(set(world.groups.values()))], sorted(world.groups)]
    elif kind == "channel:vwps":
        levels = [["vwps:" + s for s in world.statuses]]
    elif kind.startswith("group:"):
        levels = [[k for k, g in sorted(world.groups.items()) if "group:" + g == kind]]
    for level in levels:
        parts = [(measure, place, k, first, last) for k in level]
        if parts and all(p in have for p in parts) and len(parts) > 1:
            return parts
    return None


def place_parts(world, have, total):
    measure, place, kind, first, last = total
    whole = world.places(place, last)
    if len(whole) < 2 or world.places(place, first) != whole:
        return None
    names = {p for m, p, k, a, b in have if (m, k, a, b) == (measure, kind, first, last)}
    finer = {p: world.places(p, last) for p in names if p != place}
    finer = {p: s for p, s in finer.items() if s and s < whole and world.places(p, first) == s}
    chosen, covered = [], frozenset()
    for name in sorted(finer, key=lambda p: (-len(finer[p]), p)):
        if not finer[name] & covered:
            chosen.append(name)
            covered |= finer[name]
    if covered != whole:
        return None
    return [(measure, p, kind, first, last) for p in chosen]
