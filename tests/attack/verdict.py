"""What an attacker did to a release."""
import os

NOTHING = "nothing found"


class Verdict:
    def __init__(self, attacker, release, won, said, weak=False):
        self.attacker, self.release, self.won, self.said = attacker, release, bool(won), said
        self.weak, self.seconds = weak, 0.0


def root():
    return os.environ.get("SHUMAR_ROOT", os.path.join(os.path.dirname(__file__), "..", ".."))


def label(name):
    return "|".join(str(n) for n in name)


def say_narrow(found):
    if not found:
        return NOTHING
    target, interval = found[0]
    return "%d narrow, such as %s: %s to %s" % (len(found), target.name, interval.low,
                                                interval.high)


def say_leak(rows):
    ones = [r for r in rows if r[1] == 1]
    reached = [r for r in ones if r[3]]
    widest = max(rows, key=lambda r: r[3], default=None)
    said = "%d of %d ones open another figure" % (len(reached), len(ones))
    if widest:
        said += "; %d figures told one by one, on average %.1f others narrow, at most %d" % (
            len(rows), sum(r[3] for r in rows) / len(rows), widest[3])
    return said
