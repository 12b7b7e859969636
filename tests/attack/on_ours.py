"""Each attacker on what the desk published, and on what the library protects of made-up counts."""
import collections
import csv
import functools
import os
import shutil

import average
import differ
import guess
import knows
import late
import leak
import ours
import papers
import rule
import signs
import solve
import system
import twin
from folder import Figure, day, key, read_all, read_proof
from verdict import NOTHING, Verdict, label, root, say_leak, say_narrow


class Set:
    """The releases of one desk, as it is known to readers; TRUTH is for the judge and the leak."""

    def __init__(self, world, name, parent, truth=None, steps=60000):
        self.world, self.name, self.parent = world, name, parent
        self.truth, self.steps = truth, steps

    def __str__(self):
        return self.name

    __repr__ = __str__

    def releases(self):
        return read_all(self.parent)

    def judged(self, found):
        """How many of [(key, low, high)] are right, for whoever may know."""
        if not self.truth or not found:
            return ""
        return "; %d of %d right" % (sum(low <= self.truth.get(k, -1) <= high
                                         for k, low, high in found), len(found))


def read_truth(path):
    truth = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            truth[(row["measure"], row["place"], row["kind"], day(row["first_on"]),
                   day(row["last_on"]))] = int(row["value"])
    return truth


def beside(parent, pattern):
    at, name = os.path.split(os.path.abspath(parent))
    return os.path.join(at, pattern % name.replace("public-", "", 1))


def targets_judged(some, found):
    return some.judged([(key(t.figure), i.low, i.high) for t, i in found
                        if getattr(t, "figure", None) is not None
                        and isinstance(t.figure, Figure)])


def intervals(some):
    """By linear and whole-number programs; each release alone where jointly nothing fits."""
    releases = some.releases()
    hidden = sum(f.value is None for r in releases for f in r.figures)
    zeros = rule.zeros_printed()
    built, how = system.build(some.world, releases, zeros=zeros), "jointly"
    found = None if built.clashes else solve.attack(built)
    if found is None:
        built, how = system.build(some.world, releases, False, zeros), \
            "alone, jointly nothing fits"
        found = None if built.clashes else solve.attack(built)
    if found is None:
        yield Verdict("1 intervals", some.name, True,
                      "releases contradict themselves: %s" % built.clashes[:2])
        return
    yield Verdict("1 intervals", some.name, found, "%s%s (%d releases %s, %d hidden figures)" % (
        say_narrow(found), targets_judged(some, found), len(releases), how, hidden))


def late_cases(some):
    found, said = late.attack(some.world, some.releases(), zeros=rule.zeros_printed())
    yield Verdict("1 intervals, late cases only add", some.name, found, "%s%s (%s)" % (
        say_narrow(found), targets_judged(some, found), said))


def words(some):
    found, said = late.words(some.world, some.releases(), zeros=rule.zeros_printed())
    yield Verdict("1 intervals, what statuses mean", some.name, found, "%s%s (%s)" % (
        say_narrow(found), targets_judged(some, found), said))


def with_proof(some):
    """With the list of figures and sums that the last release itself gives."""
    path = some.releases()[-1].path
    built = system.from_proof(*read_proof(path))
    found = solve.attack(built)
    bad = found is None or built.clashes
    said = "the sums contradict each other" if bad else \
        "%s (%d figures not printed)" % (say_narrow(found), len(built.targets))
    given_up = sum(row["state"] == "given-up" for row in read_proof(path)[0].values())
    said += "; %d were given up, since an earlier release tells them" % given_up if given_up else ""
    yield Verdict("1 intervals, with proof/", some.name, found or bad or given_up, said)


def differences(some):
    found = differ.attack(some.world, some.releases())
    said = "; ".join("%s: %s is %d to %d" % (way, label(k), i.low, i.high)
                     for way, k, i in found[:3])
    yield Verdict("2 differences", some.name, found,
                  (said or NOTHING) + some.judged([(k, i.low, i.high) for _, k, i in found]))


def in_papers(some):
    """Tables in papers of all formats, beside the figures."""
    seen = placed = 0
    odd = []
    for release in some.releases():
        one, two, wrong = papers.attack(root(), release)
        seen, placed, odd = seen + one, placed + two, odd + wrong
    yield Verdict("2 differences, papers", some.name, odd, "%s (%d numbers beside a place, %d of "
                  "them under a heading)" % ("; ".join(odd[:2]) or NOTHING, seen, placed))


def in_signs(some):
    looked, odd = 0, []
    for release in some.releases():
        count, wrong = signs.attack(root(), release)
        looked, odd = looked + count, odd + wrong
    yield Verdict("2 order, marks and limits", some.name, odd, "%s (%d looked at)" % (
        "%d, such as %s" % (len(odd), odd[0][1]) if odd else NOTHING, looked))


def guesses(some):
    """All tables that fit count alike."""
    yield guessed(some, "3 guessing", None)


def guesses_by_rule(some):
    """Tables count by how often the rule would have withheld what is withheld: no promise is made
    of that, it is measured."""
    weight = [rule.likelihood(value) for value in range(10)]
    verdict = guessed(some, "3 guessing, by the rule (measured)", weight)
    verdict.won = False
    yield verdict


def guesses_in_union(some):
    """All releases together, by the sums of proof/ that hold no finer figure."""
    pieces = guess.parts_of_proof(*read_proof(some.releases()[-1].path))
    found, bets, apart = guess.bet([("all", h) for h in pieces], steps=some.steps)
    said = "%d of %d figures have a value over one half%s; two chains differ by %.2f at most" % (
        len(found), bets, some.judged([(f[1][:5], f[2], f[2]) for f in found]), apart)
    if found:
        said += "; such as %s is %d, %.0f %%" % (label(found[0][1]), found[0][2],
                                                 100 * found[0][3])
    yield Verdict("3 guessing, all releases together", some.name, found, said)


def guessed(some, attacker, weight):
    releases = some.releases()
    found, bets, apart = guess.attack(some.world, releases, steps=some.steps,
                                      zeros=rule.zeros_printed(), weight=weight)
    small = [f for f in found if 1 <= f[2] < solve.THRESHOLD]
    said = "%d of %d figures have a value over one half, %d of them from 1 to 4%s; two chains " \
        "differ by %.2f at most" % (len(found), bets, len(small), some.judged(
            [(f[1], f[2], f[2]) for f in found]), apart)
    if found:
        worst = max(found, key=lambda f: f[3])
        said += "; the best: %s is %d, %.0f %%" % (label(worst[1]), worst[2], 100 * worst[3])
        said += "; " + by_table(some.world, releases, [f[1] for f in found])
    return Verdict(attacker, some.name, found, said)


def by_table(world, releases, found):
    """"district × group: 3 of 20, …": of the withheld figures of each table."""
    def table(k):
        _, place, kind, days = system.level(world, Figure(0, *k, None, ""))
        return "%s × %s, %s" % (place, kind, {0: "days", 1: "month", 3: "quarter", 14: "year"}.get(
            days, "%d months" % days))
    hidden = collections.Counter(table(key(f)) for r in releases for f in r.figures
                                 if f.value is None)
    return ", ".join("%s: %d of %d" % (name, count, hidden[name]) for name, count in sorted(
        collections.Counter(map(table, found)).items()))


def averaging(some):
    found, broken = average.attack(some.world, some.releases())
    yield Verdict("5 averaging", some.name, found or broken,
                  "%d figures change without [r], %d printed sums do not add up" % (
                      len(found), len(broken)))


def leaking(some):
    zeros = rule.zeros_printed()
    built = system.build(some.world, some.releases(), zeros=zeros)
    if built.clashes:
        built = system.build(some.world, some.releases(), False, zeros)
    rows = leak.attack(built, some.truth)
    ones = any(value == 1 and narrow for _, value, _, narrow, _ in rows)
    yield Verdict("6 leak", some.name, ones, say_leak(rows) + "; one of each release at once: %d "
                  "told, %d others, %d narrow, %d exact" % leak.together(built, some.truth))


def tasks_of(some):
    attacks = [guesses, guesses_in_union, guesses_by_rule, leaking, with_proof, intervals,
               late_cases, words, differences, in_papers, in_signs, averaging]
    if not os.path.isdir(os.path.join(some.releases()[-1].path, "proof")):
        # of the library's own games, which tell every month again in full, as no plan does
        attacks = [a for a in attacks if a not in (with_proof, in_papers, in_signs, late_cases,
                                                    words, guesses_by_rule, guesses_in_union)]
    return [functools.partial(attack, some) for attack in attacks]


def tasks(world, parent, steps):
    """Of the folders of one desk."""
    name = os.path.basename(parent.rstrip("/")).replace("public-", "", 1)
    some = Set(world, name, parent, read_truth(beside(parent, "truth-%s.csv")), steps)
    return tasks_of(some) + [functools.partial(the_desk, name, parent)]


def the_desk(name, parent):
    """No command failed but those that were refused for disclosure."""
    with open(beside(parent, "%s.log"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    failed = [line for line in lines if "FAILED" in line]
    yield Verdict("0 the desk", name, failed, "%s%s" % (lines[-1], "".join(
        "; " + line[:200] for line in failed[:2])))


def size(parent):
    """One line for the report: what of this desk was public."""
    releases = read_all(parent)
    figures = [f for r in releases for f in r.figures]
    with open(beside(parent, "%s.log"), encoding="utf-8") as file:
        last = file.read().splitlines()[-1]
    return "%s: %s; %d figures, %d of them withheld." % (
        os.path.basename(parent).replace("public-", "", 1), last, len(figures),
        sum(f.value is None for f in figures))


def twins(base, work, tries, words):
    """The same release from two warehouses that differ in withheld figures alone."""
    os.makedirs(work, exist_ok=True)
    os.chmod(work, 0o777)  # the server is another user
    kept = list(twin.play(base, work, words[0], words[1:], tries))
    same = [v for v in kept if v[2] and v[1]]
    apart = sorted({name for v in same for name in v[3]})
    said = "%d of %d twins have the same pattern, with %s withheld figures that differ; %s" % (
        len(same), len(kept), ", ".join(str(v[1]) for v in same) or "no",
        "files that differ: " + ", ".join(apart) if apart else "all files are the same, byte for "
        "byte")
    yield Verdict("2 twin worlds", " ".join(words), apart or not same, said)


def library_set(world, work, command, weeks, steps, name):
    parent = os.path.join(work, "ours " + name)
    shutil.rmtree(parent, ignore_errors=True)
    os.makedirs(parent)
    desk = ours.three_months(world, parent, command) if name == "three months" else \
        ours.year_to_date(world, parent, command, weeks)
    some = Set(world, "%s (library, %d refused)" % (name, len(desk.refused)), parent, desk.truth,
               steps)
    for task in tasks_of(some):
        yield from task()


def knowing(kept, count, work, command):
    tried, rerun, found = knows.attack(command, work, count, kept,
                                       least=int(rule.zeros_printed()))
    said = "%d tables, %d reruns: %d cells narrow" % (tried, rerun, len(found))
    if found:
        said += "; first: %s, %s %d to %d" % (found[0][0], found[0][1], *found[0][2][:2])
    yield Verdict("4 knows the algorithm", "random tables of up to 12 cells%s" % (
        {"headline": ", places' totals as headline", "wanted": ", one kind wanted"}.get(kept, "")),
                  found, said)


def library_tasks(world, work, command, small):
    """Releases made by the library alone, of made-up counts."""
    weeks, steps = (12, 4000) if small else (52, 60000)
    made = [functools.partial(library_set, world, work, command, weeks, steps, name)
            for name in ("three months", "%d weeks" % weeks)]
    return made if small else [functools.partial(knowing, kept, count, work, command)
                               for kept, count in (("headline", 36), ("wanted", 32), ("", 72))] + made
