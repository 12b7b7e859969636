"""The attack bench: every attacker on weak releases, where it must find the planted number, and on
ours, where it must find nothing.

    run.py [--ours FOLDER]... [--truth FILE] [--twins FOLDER] [--program FILE] [--work FOLDER]
           [--small]

FOLDER holds published folders of one desk. FILE of truth: measure,place,kind,first_on,last_on,value
of what is hidden; only the leak is played with it, and only what was found is judged by it.
"""
import argparse
import collections
import csv
import functools
import os
import random
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # beside the sources

import average
import differ
import guess
import knows
import leak
import ours
import papers
import solve
import system
import twin
import weak
from folder import Figure, day, key, read_all, read_proof
from world import punjab

NOTHING = "nothing found"


def root():
    return os.environ.get("SHUMAR_ROOT", os.path.join(os.path.dirname(__file__), "..", ".."))


def label(name):
    return "|".join(str(n) for n in name)


class Verdict:
    def __init__(self, attacker, release, won, said):
        self.attacker, self.release, self.won, self.said = attacker, release, won, said


def intervals(world, releases):
    """Narrow figures by linear and whole-number programs; alone where jointly impossible."""
    built = system.build(world, releases)
    found = None if built.clashes else solve.attack(built)
    if found is not None:
        return found, "jointly"
    built = system.build(world, releases, tie=False)
    found = None if built.clashes else solve.attack(built)
    if found is None:
        raise RuntimeError("releases contradict themselves: %s" % built.clashes[:3])
    return found, "each alone, since jointly nothing fits"


def say_narrow(found):
    if not found:
        return NOTHING
    target, interval = found[0]
    return "%d narrow, such as %s: %s to %s" % (len(found), target.name, interval.low,
                                                interval.high)


# ── weak releases ──
def made(work, name, maker, world):
    parent = os.path.join(work, name)
    shutil.rmtree(parent, ignore_errors=True)
    os.makedirs(parent)
    planted = maker(world, parent)
    return read_all(parent), planted


def weak_intervals(world, work):
    for name, maker in (("three months", weak.three_months), ("52 weeks", weak.year_to_date)):
        releases, planted = made(work, "weak " + name, maker, world)
        found, _ = intervals(world, releases)
        hit = any(t.figure is not None and key(t.figure) == planted[0]
                  and i.low == i.high == planted[1] for t, i in found)
        yield Verdict("1 intervals", "weak: " + name, hit, say_narrow(found))


def weak_differences(world, work):
    for name, maker in (("week and a day", weak.two_notes), ("percentage", weak.percentage),
                        ("boundary", weak.boundary)):
        releases, planted = made(work, "weak " + name, maker, world)
        found = differ.attack(world, releases)
        hit = any(k == planted[0] and i.low == i.high == planted[1] for _, k, i in found)
        said = "; ".join("%s: %s is %d" % (way, label(k), i.low) for way, k, i in found[:1])
        yield Verdict("2 differences", "weak: " + name, hit, said or NOTHING)


def weak_papers(world, work):
    releases, _ = made(work, "weak paper", weak.paper, world)
    _, _, odd = papers.attack(root(), releases[0])
    yield Verdict("2 differences, papers", "weak: a table", bool(odd),
                  "; ".join(odd[:1]) or NOTHING)


def weak_twins(world, work):
    parent = os.path.join(work, "weak twins")
    shutil.rmtree(parent, ignore_errors=True)
    os.makedirs(parent)
    apart = twin.differing(*(weak.hashed(world, parent, value) for value in (3, 4)))
    yield Verdict("2 twin worlds", "weak: a hash", bool(apart),
                  "files that differ: " + ", ".join(apart))


def weak_guess(world, work):
    releases, planted = made(work, "weak ones", weak.mostly_ones, world)
    safe = not intervals(world, releases)[0]
    found, bets, _ = guess.attack(world, releases)
    hit = [share for _, k, v, share in found if (k, v) == planted]
    said = "width holds: %s; %d of %d bets above one half, the planted one %.0f %%" % (
        "yes" if safe else "no", len(found), bets, 100 * max(hit, default=0))
    yield Verdict("3 guessing", "weak: mostly ones", bool(hit), said)


def weak_knows():
    shape, values = knows.row(3), [3, 9, 20, 32]
    _, reruns, narrow = knows.attack_table(shape, values, weak.next_cell, random.Random(1))
    hit = any(cell == knows.name("D", "k0") for cell, _ in narrow)
    said = "%d reruns: %s" % (
        reruns, ", ".join("%s %d to %d" % (c, i.low, i.high) for c, i in narrow))
    yield Verdict("4 knows the algorithm", "weak: hides the next cell", hit, said)


def weak_average(world, work):
    releases, planted = made(work, "weak noise", weak.noise, world)
    found, broken = average.attack(world, releases)
    hit = [mean for k, mean, _ in found if k == planted[0] and round(mean) == planted[1]]
    said = "%d figures perturbed, %d sums broken; the planted one averages %.2f" % (
        len(found), len(broken), max(hit, default=0))
    yield Verdict("5 averaging", "weak: noise", bool(hit), said)


def weak_leak(world, work):
    releases, planted = made(work, "weak square", weak.square, world)
    rows = leak.attack(system.build(world, releases), planted[2])
    hit = any(value == 1 and narrow for _, value, _, narrow, _ in rows)
    yield Verdict("6 leak", "weak: square", hit, say_leak(rows))


def say_leak(rows):
    ones = [r for r in rows if r[1] == 1]
    reached = [r for r in ones if r[3]]
    widest = max(rows, key=lambda r: r[3], default=None)
    said = "%d of %d ones open another figure" % (len(reached), len(ones))
    if widest:
        said += "; %d figures told one by one, on average %.1f others narrow, at most %d" % (
            len(rows), sum(r[3] for r in rows) / len(rows), widest[3])
    return said


# ── ours ──
def read_truth(path):
    truth = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            truth[(row["measure"], row["place"], row["kind"], day(row["first_on"]),
                   day(row["last_on"]))] = int(row["value"])
    return truth


def ours_released(world, name, releases, truth, steps=60000):
    what = "ours: " + name
    hidden = sum(f.value is None for r in releases for f in r.figures)
    found, how = intervals(world, releases)
    yield Verdict("1 intervals", what, bool(found), "%s (%d releases %s, %d hidden figures)" % (
        say_narrow(found), len(releases), how, hidden))
    if os.path.isdir(os.path.join(releases[-1].path, "proof")):
        yield from ours_proof(what, releases[-1])
    found = differ.attack(world, releases)
    said = "; ".join("%s: %s is %d to %d" % (way, label(k), i.low, i.high)
                     for way, k, i in found[:3])
    yield Verdict("2 differences", what, bool(found), said or NOTHING)
    if any(n.endswith(".html") for r in releases for n in os.listdir(r.path)):
        yield ours_papers(what, releases)
    found, bets, apart = guess.attack(world, releases, steps=steps)
    said = "%d of %d bets above one half; two chains differ by %.2f at most" % (
        len(found), bets, apart)
    if found:
        worst = max(found, key=lambda f: f[3])
        if truth:
            said += "; %d of those are right" % sum(truth.get(f[1]) == f[2] for f in found)
        said += "; the best: %s is %d, %.0f %%" % (label(worst[1]), worst[2], 100 * worst[3])
        said += "; " + by_table(world, releases, [f[1] for f in found])
    yield Verdict("3 guessing", what, bool(found), said)
    found, broken = average.attack(world, releases)
    yield Verdict("5 averaging", what, bool(found or broken),
                  "%d figures change without [r], %d printed sums do not add up" % (
                      len(found), len(broken)))
    if truth:
        built = system.build(world, releases)
        rows = leak.attack(built, truth)
        ones = any(value == 1 and narrow for _, value, _, narrow, _ in rows)
        said = say_leak(rows) + "; one of each release at once: %d told, %d others, %d narrow, " \
            "%d exact" % leak.together(built, truth)
        yield Verdict("6 leak", what, ones, said)


def ours_proof(what, release):
    """With the list of figures and sums that the release itself gives."""
    built = system.from_proof(*read_proof(release.path))
    found = solve.attack(built)
    said = "the sums contradict each other" if found is None or built.clashes else \
        "%s (%d figures not printed)" % (say_narrow(found), len(built.targets))
    yield Verdict("1 intervals, with proof/", what, bool(found) or found is None or
                  bool(built.clashes), said)


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


def ours_papers(what, releases):
    """Tables in papers of all formats, beside the figures."""
    seen = placed = 0
    odd = []
    for release in releases:
        one, two, wrong = papers.attack(root(), release)
        seen, placed, odd = seen + one, placed + two, odd + wrong
    said = "%s (%d numbers beside a place, %d of them under a heading)" % (
        "; ".join(odd[:2]) or NOTHING, seen, placed)
    return Verdict("2 differences, papers", what, bool(odd), said)


def ours_twins(base, work, tries, words):
    """The same release from two warehouses that differ in withheld figures alone."""
    os.makedirs(work, exist_ok=True)
    os.chmod(work, 0o777)  # the server is another user
    kept = [v for v in twin.play(base, work, words[0], words[1:], tries)]
    same = [v for v in kept if v[2] and v[1]]
    apart = sorted({name for v in same for name in v[3]})
    said = "%d of %d twins have the same pattern, with %s withheld figures that differ; %s" % (
        len(same), len(kept), ", ".join(str(v[1]) for v in same) or "no",
        "files that differ: " + ", ".join(apart) if apart else "all files are the same, byte for "
        "byte")
    return Verdict("2 twin worlds", "ours: " + " ".join(words), bool(apart) or not same, said)


def ours_pure(world, work, command, small):
    """Releases made by the library alone, of made-up counts."""
    weeks = 12 if small else 52
    for name, maker in (("three months", ours.three_months),
                        ("%d weeks" % weeks, functools.partial(ours.year_to_date, weeks=weeks))):
        parent = os.path.join(work, "ours " + name)
        shutil.rmtree(parent, ignore_errors=True)
        os.makedirs(parent)
        desk = maker(world, parent, command)
        said = "%s (library, %d refused)" % (name, len(desk.refused))
        yield from ours_released(world, said, read_all(parent), desk.truth,
                                 4000 if small else 60000)


def ours_knows(program, count):
    tried, rerun, found = knows.attack(knows.program(program), count)
    said = "%d tables, %d reruns: %d cells narrow" % (tried, rerun, len(found))
    if found:
        said += "; first: %s, %s %d to %d" % (found[0][0], found[0][1], *found[0][2][:2])
    yield Verdict("4 knows the algorithm", "ours: random tables", bool(found), said)


def oracle(world, work):
    """The sampler against every table, on a release with two crossed sums."""
    releases, _ = made(work, "oracle", weak.mostly_ones, world)
    hidden = guess.hidden_parts(world, releases[0])[0]
    return guess.oracle(hidden, random.Random(3))


def report(verdicts, apart, path):
    lines = ["# Attack bench", "", "| Attacker | Release | Verdict | What it found |",
             "|---|---|---|---|"]
    failed = []
    for v in verdicts:
        want = v.release.startswith("weak")
        right = v.won == want
        lines.append("| %s | %s | %s%s | %s |" % (
            v.attacker, v.release, "succeeds" if v.won else "fails", "" if right else " (WRONG)",
            v.said))
        failed += [] if right else [v]
    lines += ["", "Sampler against full enumeration: shares differ by %.3f at most." % apart]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if path:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", action="append", default=[])
    parser.add_argument("--truth", action="append", default=[])
    parser.add_argument("--program")
    parser.add_argument("--twins", help="folder of a demonstration, stopped")
    parser.add_argument("--tries", type=int, default=4)
    parser.add_argument("--work")
    parser.add_argument("--report")
    parser.add_argument("--small", action="store_true",
                        help="what takes seconds: attacker 4 on the weak release alone")
    asked = parser.parse_args()
    world = punjab(root())
    work = asked.work or tempfile.mkdtemp(prefix="shumar-attack-")
    verdicts = []
    started = time.monotonic()

    def take(some):
        for verdict in some:
            print("%6.1f s  %s, %s: %s; %s" % (
                time.monotonic() - started, verdict.attacker, verdict.release,
                "SUCCEEDS" if verdict.won else "fails", verdict.said), file=sys.stderr)
            verdicts.append(verdict)

    for attack in (weak_intervals, weak_differences, weak_papers, weak_twins, weak_guess,
                   weak_average, weak_leak):
        take(attack(world, work))
    take(weak_knows())
    for number, parent in enumerate(asked.ours):
        truth = read_truth(asked.truth[number]) if number < len(asked.truth) else None
        take(ours_released(world, os.path.basename(parent.rstrip("/")), read_all(parent), truth))
    if asked.twins:
        take([ours_twins(asked.twins, os.path.join(work, "twins"), asked.tries,
                         ["punjab-monthly", "month=2026-10"])])
    if asked.program:
        command = [asked.program, os.path.join(root(), "templates", "disclosure.yaml")]
        take(ours_pure(world, work, command, asked.small))
        if not asked.small:
            take(ours_knows(command, 60))
    verdicts.sort(key=lambda v: v.attacker)
    apart = oracle(world, work)
    failed = report(verdicts, apart, asked.report)
    if not asked.work:
        shutil.rmtree(work)
    return 1 if failed or apart > 0.03 else 0


if __name__ == "__main__":
    sys.exit(main())
