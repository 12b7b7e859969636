"""Attacker 2: subtracts. Sums with one unknown, a period from a longer one, a district from what it
was before a boundary moved, a count from a printed percentage and its base."""
import collections
import math

from folder import key
from printed import ONE_DAY, equations
from solve import Interval, is_narrow

# Sessions and who came to them are no persons of a case; the plans print small ones.
OPEN = ("outreach_",)


def by_sums(world, releases):
    """Figures that one printed sum after another gives: {key: value}."""
    found = {}
    for release in releases:
        known = {key(f): f.value for f in release.figures if f.value is not None}
        rows = equations(world, release.figures)
        moved = True
        while moved:
            moved = False
            for total, parts in rows:
                missing = [k for k in [total] + parts if k not in known]
                if len(missing) != 1:
                    continue
                if missing[0] == total:
                    known[total] = sum(known[p] for p in parts)
                else:
                    known[missing[0]] = known[total] - sum(
                        known[p] for p in parts if p in known)
                found[missing[0]] = known[missing[0]]
                moved = True
    return found


def latest(releases):
    """The last word on every key."""
    known = {}
    for release in releases:
        for figure in release.figures:
            if figure.value is not None:
                known[key(figure)] = figure.value
    return known


def by_periods(known):
    """Longer less shorter of one place and kind that begin or end together, again and again."""
    same = collections.defaultdict(dict)
    for (measure, place, kind, first, last), value in known.items():
        same[(measure, place, kind)][(first, last)] = value
    found = {}
    for label, spans in same.items():
        points = collections.defaultdict(list)  # a graph: days, and how many cases lie between
        for (first, last), value in spans.items():
            points[first].append((last + ONE_DAY, value))
            points[last + ONE_DAY].append((first, -value))
        found.update(differences(label, spans, points))
    return found


def differences(label, spans, points):
    """Days joined by printed spans: the count between any two of them is known."""
    found, done = {}, set()
    for start in sorted(points):
        if start in done:
            continue
        total, reached = {start: 0}, [start]
        while reached:
            at = reached.pop()
            for to, value in points[at]:
                if to not in total:
                    total[to] = total[at] + value
                    reached.append(to)
        done |= set(total)
        days = sorted(total)
        for number, first in enumerate(days):
            for after in days[number + 1:]:
                if (first, after - ONE_DAY) not in spans:
                    found[label + (first, after - ONE_DAY)] = total[after] - total[first]
    return found


def by_places(world, known):
    """A named place less a named place in it, where what is left has a name too."""
    names = world.natural_places()
    same = collections.defaultdict(dict)
    for (measure, place, kind, first, last), value in known.items():
        places = world.places(place, last)
        if places == world.places(place, first):
            same[(measure, kind, first, last)].setdefault(places, value)
    found = {}
    for (measure, kind, first, last), sets in same.items():
        for whole, value in sets.items():
            for piece, less in sets.items():
                rest = whole - piece
                if piece < whole and rest in names and rest not in sets:
                    found[(measure, names[rest], kind, first, last)] = value - less
    return found


def by_ratios(releases):
    """Numerators of printed percentages: {key: Interval}."""
    found = {}
    known = latest(releases)
    for ratio in (r for release in releases for r in release.ratios):
        place = (ratio.place, ratio.kind, ratio.first, ratio.last)
        whole = known.get((ratio.whole,) + place)
        part = (ratio.part,) + place
        if not whole or part in known:
            continue
        slack = 0.5 * 10 ** -ratio.decimals + 1e-9
        low = max(0, math.ceil((ratio.printed - slack) * whole / 100 - 1e-9))
        high = min(whole, math.floor((ratio.printed + slack) * whole / 100 + 1e-9))
        found[part] = Interval(low, high, True)
    return found


def attack(world, releases):
    """Narrow figures found by subtracting: [(way, key, Interval)]."""
    known = latest(releases)
    ways = (("sums", by_sums(world, releases)), ("periods", by_periods(known)),
            ("boundaries", by_places(world, known)))
    found = [(way, k, Interval(v, v, True)) for way, values in ways for k, v in values.items()]
    found += [("ratios", k, i) for k, i in by_ratios(releases).items()]
    return [(way, k, i) for way, k, i in found
            if k not in known and is_narrow(i) and not k[0].startswith(OPEN)]
