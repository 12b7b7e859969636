"""The attacker's own equations, from labels alone.

Unknowns are the smallest boxes that the labels cut: (measure, places, kinds, days) by version. A
figure is a sum of unknowns. Boxes that no figure tells apart are one unknown.
"""
import bisect
import collections
import datetime

from folder import key
from world import EVER, NEVER_MORE, PERHAPS_ARRESTED, SAME, WERE_ARRESTED

ONE_DAY = datetime.timedelta(days=1)

Target = collections.namedtuple("Target", "name columns least figure")


class System:
    def __init__(self):
        self.columns = {}   # name of an unknown -> index
        self.rows = {}      # sorted tuple of columns -> value
        self.targets = {}   # sorted tuple of columns -> Target
        self.clashes = []   # figures that contradict each other
        self.seen = {}      # figure -> its columns
        self.chains = collections.defaultdict(list)  # a box -> its unknowns, release by release

    def column(self, name):
        return self.columns.setdefault(name, len(self.columns))

    def box(self, name, version):
        """The unknown of a box as it was in one version."""
        column = self.column(name + version)
        if column not in self.chains[name]:
            self.chains[name].append(column)
        return column

    def equate(self, columns, value, name):
        known = self.rows.setdefault(columns, value)
        if known != value:
            self.clashes.append((name, known, value))

    def want(self, name, columns, least, figure=None):
        old = self.targets.get(columns)
        if old is None or old.least < least:
            self.targets[columns] = Target(name, columns, least, figure)


class Labels:
    """Figures of one measure as sets of atoms (place class, kind class, period)."""

    def __init__(self, world, figures):
        self.world = world
        self.kind_sets = {f.kind: world.kinds(f.measure, f.kind) for f in figures}
        self._number_kinds()
        bounds = {f.first for f in figures} | {f.last + ONE_DAY for f in figures}
        low, high = min(bounds), max(bounds)
        bounds |= {cut for cut in world.cuts() if low < cut < high}
        self.bounds = sorted(bounds)
        self._number_places({(f.place, t) for f in figures for t in self.periods(f)})

    def _number_kinds(self):
        everything = frozenset().union(*self.kind_sets.values())
        classes = self._classes(everything, list(self.kind_sets.values()))
        self.kind_atoms = {k: sorted({classes[a] for a in s}) for k, s in self.kind_sets.items()}

    def _number_places(self, used):
        self.place_sets = {(p, t): self.world.places(p, self.bounds[t]) for p, t in used}
        everything = frozenset().union(*self.place_sets.values())
        classes = self._classes(everything, list(set(self.place_sets.values())))
        self.place_atoms = {k: sorted({classes[a] for a in s}) for k, s in self.place_sets.items()}

    @staticmethod
    def _classes(atoms, sets):
        signs = collections.defaultdict(list)
        for number, members in enumerate(sets):
            for atom in members:
                signs[atom].append(number)
        names = {}
        return {a: names.setdefault(tuple(signs[a]), str(a)) for a in sorted(atoms)}

    def periods(self, figure):
        begin = bisect.bisect_left(self.bounds, figure.first)
        return range(begin, bisect.bisect_left(self.bounds, figure.last + ONE_DAY))

    def blocks(self, figure):
        return {(p, t) for t in self.periods(figure) for p in self.place_atoms[(figure.place, t)]}

    def atoms(self, figure):
        return [(p, k, t) for p, t in sorted(self.blocks(figure))
                for k in self.kind_atoms[figure.kind]]


def revised_blocks(labels, changed):
    """Of figures that changed, the finest speak first; a coarse one only if none in it spoke."""
    revised = set()
    for figure in sorted(changed, key=lambda f: (len(labels.blocks(f)), key(f))):
        blocks = labels.blocks(figure)
        if not blocks & revised:
            revised |= blocks
    return revised


def outgrown(told, release):
    """Figures told before of periods that do not add up any more to what is told of the whole: a
    quarter that is more than its months."""
    new = {key(f) for f in release.figures}
    starts = collections.defaultdict(list)
    for figure in [f for k, f in told.items() if k not in new] + list(release.figures):
        if figure.value is not None:
            starts[(figure.place, figure.kind, figure.first)].append(figure)
    for whole in release.figures:
        parts = chain(starts, whole) if whole.value is not None else []
        if parts and sum(f.value for f in parts) != whole.value:
            yield from (f for f in parts if key(f) not in new)


def chain(starts, whole):
    """Shorter periods of the same place and kind, one after the other, that make up the whole."""
    day, parts = whole.first, []
    while day <= whole.last:
        fit = [f for f in starts[(whole.place, whole.kind, day)]
               if f.last <= whole.last and key(f) != key(whole)]
        if not fit:
            return []
        parts.append(min(fit, key=lambda f: f.last))
        day = parts[-1].last + ONE_DAY
    return parts


def zero_levels(world, figures):
    """Tables that print noughts: what they hide is at least one."""
    return {(f.release, level(world, f)) for f in figures if f.value == 0}


def level(world, figure):
    place = "district" if figure.place in world.districts else figure.place.split(":")[0]
    kind = figure.kind.split(":")[0] if ":" in figure.kind or figure.kind == "all" else "offence"
    return (figure.measure, place, kind, (figure.last - figure.first).days // 25)


def build(world, releases, tie=True, zeros=True, grow=False, words=False):
    """TIE: what no published figure contradicts is the same number in all releases. GROW: what is
    another number is no smaller than it was. WORDS: statuses mean what they say."""
    system = System()
    releases = [r._replace(figures=[same_measure(f) for f in r.figures]) for r in releases]
    figures = [f for release in releases for f in release.figures]
    printed = zero_levels(world, figures) if zeros else set()
    for measure in sorted({f.measure for f in figures}):
        labels = Labels(world, [f for f in figures if f.measure == measure])
        add_measure(system, world, labels, [
            r._replace(figures=[f for f in r.figures if f.measure == measure])
            for r in releases], tie, printed)
    add_never_more(system)
    if words:
        add_words(system)
    for columns in system.chains.values() if grow else ():
        for before, after in zip(columns, columns[1:]):
            late = system.column(("late", before, after))
            system.equate(((after, 1), (before, -1), (late, -1)), 0, "grown")
    return system


def same_measure(figure):
    measure, kind = SAME.get(figure.measure, (figure.measure, figure.kind))
    return figure._replace(measure=measure, kind=kind)


def add_measure(system, world, labels, releases, tie, printed):
    versions = collections.Counter()
    latest = {}
    for release in releases:
        changed = {key(f): f for f in release.figures if f.value is not None
                   and key(f) in latest and latest[key(f)].value not in (None, f.value)}
        changed.update((key(f), f) for f in outgrown(latest, release))
        for block in revised_blocks(labels, changed.values()):
            versions[block] += 1
        latest.update({key(f): f for f in release.figures})
        for figure in release.figures:
            mark = None if tie else release.name
            columns = tuple(sorted(
                system.box((figure.measure, p, k, t), (versions[(p, t)], mark))
                for p, k, t in labels.atoms(figure)))
            add(system, world, figure, columns, printed)


def add(system, world, figure, columns, printed):
    name = "%s|%s|%s|%s|%s" % key(figure)
    system.seen[(figure.release,) + key(figure)] = columns
    if figure.value is not None:
        system.equate(columns, figure.value, name)
    else:
        least = 1 if (figure.release, level(world, figure)) in printed else 0
        system.want(name, columns, least, figure)


def add_never_more(system):
    """Arrested of accused: the rest is no less than nought."""
    for (release, measure, place, kind, first, last), columns in list(system.seen.items()):
        for small, big in NEVER_MORE:
            measure_small, _, only = small.partition(":")
            if measure != measure_small or (only and only != kind):
                continue
            more = system.seen.get((release, big, place, "all" if only else kind, first, last))
            if more:
                rest = system.column(("rest", release, small, place, kind, first))
                system.equate(tuple([(c, 1) for c in more] + [(c, -1) for c in columns]
                                    + [(rest, -1)]), 0, "never more")


def add_words(system):
    """Who was ever arrested, by what the statuses mean."""
    for (release, measure, place, kind, first, last), columns in list(system.seen.items()):
        if measure != EVER[0]:
            continue

        def all_of(statuses):
            found = [system.seen.get((release, EVER[1], place, "vwps:" + s, first, last))
                     for s in statuses]
            return None if None in found else [c for columns in found for c in columns]
        sure, perhaps = all_of(WERE_ARRESTED), all_of(PERHAPS_ARRESTED)
        if sure is None or perhaps is None:
            continue
        others, never = (system.column((n, release, place, first, last)) for n in ("ever", "not"))
        system.equate(tuple([(c, 1) for c in columns] + [(c, -1) for c in sure]
                            + [(others, -1)]), 0, "ever arrested")
        system.equate(tuple([(c, 1) for c in perhaps] + [(others, -1), (never, -1)]), 0, "others")


def from_proof(cells, sums):
    """The product's own equations, as any reader has them."""
    system = System()
    value = {}
    for number, row in cells.items():
        if row["state"] == "published":
            value[number] = int(row["value"])
    for terms in sums.values():
        constant = sum(f * value[c] for c, f in terms if c in value)
        unknown = tuple(sorted((system.column(c), f) for c, f in terms if c not in value))
        if unknown:
            system.equate(unknown, -constant, "")
        elif constant:
            system.clashes.append(("sum", 0, constant))
    for number, row in cells.items():
        if number not in value:
            name = "|".join(row[n] for n in ("measure", "place", "kind", "first_on", "last_on"))
            system.want(name + "@" + row["release"], ((system.column(number), 1),),
                        int(row["least"] or 0), row)
    return system
