"""Each attacker on weak releases in which a number was planted: it must find it."""
import os
import random
import shutil

import average
import differ
import guess
import knows
import leak
import late
import papers
import signs
import solve
import system
import twin
import weak
from folder import key, read_all
from verdict import NOTHING, Verdict, label, root, say_leak, say_narrow


def made(work, name, maker, world):
    parent = os.path.join(work, "weak " + name)
    shutil.rmtree(parent, ignore_errors=True)
    os.makedirs(parent)
    planted = maker(world, parent)
    return read_all(parent), planted


def hits(found, planted):
    return any(t.figure is not None and key(t.figure) == planted[0]
               and i.low == i.high == planted[1] for t, i in found)


def intervals(world, work):
    for name, maker in (("three months", weak.three_months), ("52 weeks", weak.year_to_date)):
        releases, planted = made(work, name, maker, world)
        found = solve.attack(system.build(world, releases))
        yield Verdict("1 intervals", name, hits(found, planted), say_narrow(found), True)


def late_cases(world, work):
    releases, planted = made(work, "late", weak.late_case, world)
    found, said = late.attack(world, releases)
    plain = solve.attack(system.build(world, releases))
    yield Verdict("1 intervals, late cases only add", "told twice", hits(found, planted)
                  and not hits(plain, planted), "%s (%s)" % (say_narrow(found), said), True)


def words(world, work):
    releases, planted = made(work, "words", weak.ever_arrested, world)
    found, _ = late.words(world, releases)
    plain = solve.attack(system.build(world, releases))
    yield Verdict("1 intervals, what statuses mean", "ever arrested", hits(found, planted)
                  and not hits(plain, planted), say_narrow(found), True)


def differences(world, work):
    for name, maker in (("week and a day", weak.two_notes), ("percentage", weak.percentage),
                        ("boundary", weak.boundary)):
        releases, planted = made(work, name, maker, world)
        found = differ.attack(world, releases)
        hit = any(k == planted[0] and i.low == i.high == planted[1] for _, k, i in found)
        said = "; ".join("%s: %s is %d" % (way, label(k), i.low) for way, k, i in found[:1])
        yield Verdict("2 differences", name, hit, said or NOTHING, True)


def in_papers(world, work):
    releases, _ = made(work, "paper", weak.paper, world)
    _, _, odd = papers.attack(root(), releases[0])
    yield Verdict("2 differences, papers", "a table", odd, "; ".join(odd[:1]) or NOTHING, True)


def in_signs(world, work):
    for name, maker, way in (("sorted by size", weak.sorted_rows, "order"),
                             ("a mark", weak.telling_mark, "marks"),
                             ("the least", weak.telling_least, "least")):
        releases, _ = made(work, name, maker, world)
        _, odd = signs.attack(root(), releases[-1])
        odd = [said for how, said in odd if how == way]
        yield Verdict("2 order, marks and limits", name, odd, "; ".join(odd[:1]) or NOTHING, True)


def twins(world, work):
    parent = os.path.join(work, "weak twins")
    shutil.rmtree(parent, ignore_errors=True)
    os.makedirs(parent)
    apart = twin.differing(*(weak.hashed(world, parent, value) for value in (3, 4)))
    yield Verdict("2 twin worlds", "a hash", apart, "files that differ: " + ", ".join(apart), True)


def guesses(world, work):
    releases, planted = made(work, "ones", weak.mostly_ones, world)
    safe = not solve.attack(system.build(world, releases))
    found, bets, _ = guess.attack(world, releases)
    hit = [share for _, k, v, share in found if (k, v) == planted]
    said = "width holds: %s; %d of %d bets above one half, the planted one %.0f %%" % (
        "yes" if safe else "no", len(found), bets, 100 * max(hit, default=0))
    yield Verdict("3 guessing", "mostly ones", hit, said, True)
    # the sampler against every table, of the same release with two crossed sums
    apart = guess.oracle(guess.hidden_parts(world, releases[0])[0], random.Random(3))
    yield Verdict("3 guessing", "all tables counted out", apart <= 0.03,
                  "shares are %.3f apart at most" % apart, True)


def knowing(world, work):
    shape, values = knows.row(3), [3, 9, 20, 32]
    _, reruns, narrow = knows.attack_table(shape, values, weak.next_cell, secrets=8, least=1)
    hit = any(cell == knows.name("D", "k0") for cell, _ in narrow)
    said = "%d reruns: %s" % (
        reruns, ", ".join("%s %d to %d" % (c, i.low, i.high) for c, i in narrow))
    yield Verdict("4 knows the algorithm", "hides the next cell", hit, said, True)


def averaging(world, work):
    releases, planted = made(work, "noise", weak.noise, world)
    found, broken = average.attack(world, releases)
    hit = [mean for k, mean, _ in found if k == planted[0] and round(mean) == planted[1]]
    said = "%d figures perturbed, %d sums broken; the planted one averages %.2f" % (
        len(found), len(broken), max(hit, default=0))
    yield Verdict("5 averaging", "noise", hit, said, True)


def leaking(world, work):
    releases, planted = made(work, "square", weak.square, world)
    rows = leak.attack(system.build(world, releases), planted[2])
    hit = any(value == 1 and narrow for _, value, _, narrow, _ in rows)
    yield Verdict("6 leak", "square", hit, say_leak(rows), True)


ATTACKS = (intervals, late_cases, words, differences, in_papers, in_signs, twins, guesses,
           averaging, leaking, knowing)
