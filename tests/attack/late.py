"""Attacker 1 once more, with guesses that are nearly always right. What is told again in a later
release has grown by late cases, and nothing became less; or statuses mean what they say. Where that
fits nothing it is left."""
import random

import solve
import system
from progress import Progress


def attack(world, releases, seed=1, whole_limit=3000, zeros=True):
    """([(target, Interval)], what was assumed)."""
    found, left = parts_of(system.build(world, releases, True, zeros, True), seed, whole_limit)
    said = "what changed has grown"
    if left is None or left:
        more, left = parts_of(system.build(world, releases, False, zeros, True), seed,
                              whole_limit)
        names = {t.name for t, _ in found}
        found += [(t, i) for t, i in more if t.name not in names]
        said = "all has grown"
    return found, said + ("" if left == 0 else ", which fits %s" % (
        "nothing" if left is None else "not in %d parts" % left))


def words(world, releases, seed=1, whole_limit=3000, zeros=True):
    """As attack, by what statuses mean."""
    built = system.build(world, releases, True, zeros, words=True)
    found, left = parts_of(built, seed, whole_limit)
    return found, "fits" if left == 0 else "fits not in %s parts" % (
        "all" if left is None else left)


def parts_of(built, seed, whole_limit):
    """What is narrow; how many parts fit nothing (None: figures contradict each other)."""
    if built.clashes:
        return [], None
    found, left = [], 0
    pieces = solve.parts(built)
    progress = Progress("late cases, parts", len(pieces))
    for part in pieces:
        narrow = solve.attack_part(part, random.Random(seed), whole_limit)
        left += narrow is None
        found += narrow or []
        progress.step()
    return found, left
