"""Attacker 5: the same figure printed again and again. Noise averages out; so no figure may differ
between releases unless it is marked as revised, and printed parts must make their printed total."""
import collections

from folder import key
from printed import equations


def attack(world, releases):
    """Figures that were perturbed: [(key, mean, how often printed)]; sums that do not add up."""
    printed = collections.defaultdict(list)
    for release in releases:
        for figure in release.figures:
            if figure.value is not None:
                printed[key(figure)].append(figure)
    found = []
    for name, figures in sorted(printed.items()):
        unmarked = [b for a, b in zip(figures, figures[1:])
                    if a.value != b.value and "[r]" not in b.marks]
        if unmarked:
            found.append((name, sum(f.value for f in figures) / len(figures), len(figures)))
    return found, broken_sums(world, releases)


def broken_sums(world, releases):
    broken = []
    for release in releases:
        known = {key(f): f.value for f in release.figures if f.value is not None}
        for total, parts in equations(world, release.figures):
            if all(k in known for k in [total] + parts):
                if known[total] != sum(known[p] for p in parts):
                    broken.append((release.name, total))
    return broken
