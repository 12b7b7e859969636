"""Twin worlds: two warehouses that differ in withheld figures alone. Pairs of cases (FIRs) of a
month change their offences for one another, so that every figure printed stays and withheld ones
change, small ones staying small. Both worlds take it in by a run of the ETL and publish the same
release once more, so that the same is withheld: whatever differs between the two folders tells
something of what is withheld. The other world exchanges cases of one cell, which changes no figure,
so that both had the same runs.

    twin.py BASE WORK [--tries N] PLAN NAME=VALUE …

BASE: folder of a demonstration, stopped; nothing in it is changed.
"""
import argparse
import collections
import os
import random
import shutil
import subprocess
import sys

from desk import FIRST, ONE_DAY, REFUSED, Desk, Failed, name_of

EARLIER = ("press-note", ("district=LHR", "from=2026-01-01", "to=2026-06-30"))
LATER = FIRST + 40 * ONE_DAY
MEASURE = "cases_registered"
CELLS = """select c.place, c.kind, c.first_on, c.last_on, c.state, coalesce(h.value, c.value)
    from release.cell c left join release.hidden h using (release_id, cell_no)
    where c.measure = '%s' and release_id = '%%s'""" % MEASURE
STATES = "select %s, state, release_id from release.cell order by 1, 2, 3, 4, 5, 7" % (
    "measure, place, kind, first_on, last_on")
# A figure that changes must stay in its class, or another pattern is right.
SMALL, FAR = range(1, 5), range(9, 25)
EVERY = (6, 3, 2, 1)  # so many pairs at once; fewer where another pattern comes of it
DRAWS = 8  # so often some of a size are tried until they are twins
# The same figures once more by another name: what was withheld or printed stays so, so that both
# worlds have one pattern.
AGAIN = "attack-again"

Case = collections.namedtuple("Case", "district category day channel key")


def stays(before, after):
    return any(before in span and after in span for span in (SMALL, FAR)) or before == after


class Cells:
    """Figures of one release, with what is withheld, and which of them a case is counted in."""

    def __init__(self, desk, name):
        rows = desk.sql(CELLS % name)
        self.state = {tuple(r[:4]): r[4] for r in rows}
        self.value = {tuple(r[:4]): int(r[5]) for r in rows if r[5]}
        self.periods = sorted({(r[2], r[3]) for r in rows})
        self.above = {d: (d, "division:" + division, "punjab", "before:" + (parent or d))
                      for d, division, parent in desk.sql(
                          "select code, division, parent_code from ref.district "
                          "where jurisdiction = 'punjab'")}
        self.groups = dict(desk.sql("select distinct code, parent from ref.category"))

    def of(self, case, category):
        kinds = (category, "group:" + self.groups[category], "all")
        return [(place, kind, *period) for period in self.periods
                if period[0] <= case.day <= period[1] for place in self.above[case.district]
                for kind in kinds if (place, kind, *period) in self.state]

    def change(self, one, two):
        """What changes when the two have each other's offence: {cell: by how much}."""
        moved = collections.Counter()
        for case, other in ((one, two), (two, one)):
            moved.update(self.of(case, other.category))
            moved.subtract(self.of(case, case.category))
        return {cell: by for cell, by in moved.items() if by}

    def fits(self, moved, before):
        return moved and all(
            self.state[c] == "hidden" and c in self.value
            and stays(self.value[c], self.value[c] + before[c] + by) for c, by in moved.items())


def cases(desk, period):
    """Months -> cases that are known by the same station, year and number in both databases."""
    own = collections.defaultdict(list)
    for district, station, year, number, fir in desk.sql(
            "select s.district, s.station_name, f.year, f.fir_no, f.fir_id from psrms.firs f "
            "join psrms.police_stations s using (ps_id)", "psrms_demo"):
        own[(district, station, year, number.split("/")[0])].append(fir)
    found = collections.defaultdict(list)
    for *place, district, category, day, channel in desk.sql(
            "select district, station, fir_year, fir_number, district, category, registered_on, "
            "channel from fact.case where registered_on between '%s' and '%s' "
            "order by case_key" % period):
        keys = own.get(tuple(place), ())
        if len(keys) == 1:
            found[(day[:7], channel)].append(Case(district, category, day, channel, keys[0]))
    return found


def pairs(cells, found, rng, want=40, draws=400000):
    """Pairs of cases, of different periods by turns: [((case, case), what changes)]."""
    by_period = collections.defaultdict(list)
    # an exchange changes only kinds that are withheld, so only their months are drawn from
    told = {cell[2:] for cell, state in cells.state.items()
            if state == "hidden" and cell[1] != "all"}
    months = [month for month in sorted(found)
              if any(first[:7] <= month[0] <= last[:7] for first, last in told)]
    if not months:
        return []
    for _ in range(draws):
        some = found[rng.choice(months)]
        one, two = rng.choice(some), rng.choice(some)
        if one.category == two.category or one.district == two.district:
            continue
        moved = cells.change(one, two)
        if cells.fits(moved, collections.Counter()):
            period = max((c[2:] for c in moved), key=lambda p: p[0])
            if len(by_period[period]) < want:
                by_period[period].append(((one, two), moved))
    turns = [by_period[p][n] for n in range(want) for p in sorted(by_period)
             if n < len(by_period[p])]
    return turns


def some_of(cells, ways, rng, count):
    """COUNT pairs that fit together: (pairs of keys, cells that change)."""
    total, chosen, used = collections.Counter(), [], set()
    for (one, two), moved in sorted(ways[:8], key=lambda _: rng.random()) + ways[8:]:
        if len(chosen) == count:
            break
        if {one.key, two.key} & used or not cells.fits(moved, total):
            continue
        total.update(moved)
        chosen.append((one.key, two.key))
        used |= {one.key, two.key}
    return chosen, sum(1 for by in total.values() if by)


def calm(found, chosen):
    """As many pairs of cases of one cell each."""
    used = {key for pair in chosen for key in pair}
    same = collections.defaultdict(list)
    for some in found.values():
        for case in some:
            if case.key not in used:
                same[case[:2] + (case.day,)].append(case.key)
    return [tuple(keys[:2]) for _, keys in sorted(same.items()) if len(keys) > 1][:len(chosen)]


SWAP = """update psrms.firs f set sections = o.sections, honour = o.honour, domestic = o.domestic
    from psrms.firs o where (f.fir_id, o.fir_id) in (%s)"""


def world(base, folder, public, swaps=()):
    """BASE copied to FOLDER; pairs of cases changed for one another, and taken in by a run."""
    for path in (folder, public):
        shutil.rmtree(path, ignore_errors=True)
    subprocess.run(["cp", "-a", base, folder], check=True)
    desk = Desk(folder, public)
    if swaps:
        both = [(a, b) for a, b in swaps] + [(b, a) for a, b in swaps]
        desk.sql(SWAP % ", ".join("(%s, %s)" % pair for pair in both), "psrms_demo")
        desk.run("etl", "run", "--quiet")
    return desk


def files(folder):
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def differing(one, two):
    """Names of files that are not the same, byte for byte."""
    one, two = files(one), files(two)
    return sorted(n for n in set(one) | set(two) if one.get(n) != two.get(n))


def released(base, work, name, swaps, plan, words):
    """(folder, states, Cells) of the release in a world of its own."""
    public = os.path.join(work, "public-" + name)
    desk = world(base, os.path.join(work, name), public, swaps)
    try:
        desk.announce(name_of(plan, words), LATER, FIRST + 2 * ONE_DAY)
        desk.prepare(LATER, plan, words)
        desk.publish(LATER, name_of(plan, words))
        return (os.path.join(public, name_of(plan, words)), desk.sql(STATES),
                Cells(desk, name_of(plan, words)))
    finally:
        desk.stop()


def differs(one, two):
    return {cell for cell in set(one) | set(two) if one.get(cell) != two.get(cell)}


def printed(cells):
    return {cell for cell, state in cells.state.items() if state == "published"}


def play(base, work, plan, words, tries, seed=5):
    """Yields (pairs exchanged, figures that differ, is the pattern the same, files that differ)."""
    rng = random.Random(seed)
    look = os.path.join(work, "look")  # with an earlier release and the office's key
    seen = world(base, look, os.path.join(work, "public-look"))
    try:
        seen.announce(name_of(*EARLIER), FIRST)
        seen.announce(name_of(plan, words), FIRST + ONE_DAY)
        seen.prepare(FIRST, *EARLIER)
        seen.publish(FIRST, name_of(*EARLIER))
        seen.prepare(FIRST + ONE_DAY, plan, words)
        seen.publish(FIRST + ONE_DAY, name_of(plan, words))
        cells = Cells(seen, name_of(plan, words))
        found = cases(seen, (cells.periods[0][0], max(p[1] for p in cells.periods)))
    finally:
        seen.stop()
    ways = pairs(cells, found, rng)
    sizes = EVERY[-tries:]
    for number in range(tries):
        size = sizes[min(number, len(sizes) - 1)]
        for _ in range(DRAWS):
            chosen, _ = some_of(cells, ways, rng, size)
            if not chosen:
                return
            found_one = compare(look, work, chosen, calm(found, chosen), words)
            if found_one[1]:
                break
            rng.shuffle(ways)
        yield found_one


def compare(look, work, chosen, calm_pairs, words):
    """(pairs exchanged, figures that differ, is the pattern the same, files that differ); no figure
    differs where these are no twins."""
    try:
        one = released(look, work, "a", calm_pairs, AGAIN, words)
        two = released(look, work, "b", chosen, AGAIN, words)
    except Failed as failed:
        if failed.code != REFUSED:
            raise
        return len(chosen), 0, False, []  # what was printed cannot protect the other values
    changed = differs(one[2].value, two[2].value)
    if changed & (printed(one[2]) | printed(two[2])):
        # classified by more than its sections, a case became another kind
        return len(chosen), 0, False, []
    return len(chosen), len(changed), one[1] == two[1], differing(one[0], two[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("work")
    parser.add_argument("--tries", type=int, default=4)
    parser.add_argument("plan")
    parser.add_argument("words", nargs="+")
    asked = parser.parse_args()
    same = wrong = 0
    for count, changed, alike, apart in play(asked.base, asked.work, asked.plan, asked.words,
                                             asked.tries):
        print("%d pairs of cases exchanged: %d withheld figures differ; %s; files that differ: %s"
              % (count, changed, "the same is withheld" if alike else "other figures are withheld",
                 ", ".join(apart) or "none"), flush=True)
        same += alike and changed > 0
        wrong += alike and bool(apart)
    print("%d twins with the same pattern, %d tell something" % (same, wrong))
    return 1 if wrong or not same else 0


if __name__ == "__main__":
    sys.exit(main())
