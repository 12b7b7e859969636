"""What a desk publishes in the play: monthly figures thrice, with what came late or was corrected
in the nights between; notes of periods that overlap; the weeks of a year with the year to date.
Prints the steps of release_chain: steps.py ROOT WEEKS NIGHTS."""
import datetime
import os
import sys

DAY = datetime.timedelta(days=1)
HERE = os.path.dirname(os.path.abspath(__file__))


def main(root, weeks, nights):
    own = os.path.join(HERE, "plans")
    note = os.path.join(root, "templates", "releases", "press-note.yaml")
    monthly = os.path.join(own, "attack-monthly.yaml")
    steps = [(monthly, as_of, "month=2026-%02d" % m)
             for m, as_of in ((8, "1"), (9, str(1 + nights // 2)), (10, "-"))]
    for district in ("LHR", "RWP", "FSD"):
        for until in ("06-30", "07-01", "07-31", "09-30"):
            steps.append((note, "-", "district=%s from=2026-01-01 to=2026-%s" % (district, until)))
    begin = datetime.date(2025, 10, 6)
    for week in range(weeks):
        first = begin + 7 * DAY * week
        steps.append((os.path.join(own, "attack-week.yaml"), "-",
                      "district=HFZ year=%s from=%s to=%s" % (begin, first, first + 6 * DAY)))
    for number, (plan, as_of, words) in enumerate(steps):
        print("%03d %s %s %s" % (number, plan, as_of, words))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
