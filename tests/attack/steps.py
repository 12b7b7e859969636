"""What a desk publishes in the play, by the office's own plans and those of plans/. Prints the
steps of desk.py, for one of three desks:

    steps.py months NIGHTS DISTRICTS   three monthly releases, the last with their quarter and year,
                                       with what came late or was corrected in the nights between;
                                       notes of periods that overlap, two of them a day apart, of so
                                       many districts
    steps.py weeks WEEKS               the weeks of a year, each with the year to date
    steps.py cut DISTRICTS             old and new boundaries of 20 December 2024: groups of
                                       offences in all districts by both, in the month in which
                                       some were cut and around it; notes across it
"""
import datetime
import os
import sys

MONTHS = "2025-10 2025-11 2025-12"
DAY = datetime.timedelta(days=1)
DISTRICTS = ("LHR", "FSD", "RWP", "MUL", "GRW")
NOTES = ("06-30", "07-01", "07-31", "09-30")
# A district with what was cut from it, large enough for notes of its own.
CUT = (("RWP", "MUR"), ("DGK", "TNS"), ("GRW", "WZD"), ("MZG", "KAD"), ("CHK", "TLG"))
BEFORE, AFTER = "2024-12-19", "2024-12-20"


def months(nights, districts):
    for month, as_of in zip(os.environ.get("MONTHS", MONTHS).split(),
                            ("1", str(1 + nights // 2), "-")):
        yield "punjab-monthly", as_of, "month=" + month
    for district in DISTRICTS[:districts]:
        for until in NOTES:
            yield "press-note", "-", "district=%s from=2026-01-01 to=2026-%s" % (district, until)


def weeks(count):
    begin = datetime.date(2025, 10, 6)
    for week in range(count):
        first = begin + 7 * DAY * week
        yield "attack-week", "-", "district=HFZ year=%s from=%s to=%s" % (
            begin, first, first + 6 * DAY)


def cut(districts):
    spans = ("2024-07-01", BEFORE), (AFTER, "2025-06-30"), ("2024-07-01", "2025-06-30")
    for plan, (first, last) in (("groups", ("2024-12-01", "2024-12-31")), ("old", spans[0]),
                                ("new", spans[1]), ("old", spans[1]), ("old", spans[2])):
        yield "attack-" + plan, "-", "from=%s to=%s" % (first, last)
    for parent, child in CUT[:districts]:
        for district, (first, last) in ((parent, spans[0]), (parent, spans[1]), (child, spans[1]),
                                        (parent, spans[2]), (parent, ("2024-07-01", "2024-12-31"))):
            yield "press-note", "-", "district=%s from=%s to=%s" % (district, first, last)


if __name__ == "__main__":
    for step in globals()[sys.argv[1]](*map(int, sys.argv[2:])):
        print(*step)
