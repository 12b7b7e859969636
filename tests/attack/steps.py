"""What a desk publishes in the play, by the office's own plans. Three monthly releases with what
came late or was corrected in the nights between; notes of periods that overlap, two of them a day
apart; the weeks of a year with the year to date: steps.py WEEKS NIGHTS. Or the month in which a
district was cut from another, and notes of both: steps.py cut. Prints the steps of desk.py."""
import datetime
import sys

DAY = datetime.timedelta(days=1)
NOTES = ("06-30", "07-01", "07-31", "09-30")


def cut():
    """As of the month in which Murree was cut from Rawalpindi."""
    yield "punjab-monthly", "-", "month=2024-12"
    for district in ("RWP", "MUR"):
        for day in (19, 31):
            yield "press-note", "-", "district=%s from=2024-12-01 to=2024-12-%d" % (district, day)


def year(weeks, nights):
    for month, as_of in ((8, "1"), (9, str(1 + nights // 2)), (10, "-")):
        yield "punjab-monthly", as_of, "month=2026-%02d" % month
    for district in ("LHR", "RWP", "FSD"):
        for until in NOTES:
            yield "press-note", "-", "district=%s from=2026-01-01 to=2026-%s" % (district, until)
    begin = datetime.date(2025, 10, 6)
    for week in range(weeks):
        first = begin + 7 * DAY * week
        yield "attack-week", "-", "district=HFZ year=%s from=%s to=%s" % (
            begin, first, first + 6 * DAY)


if __name__ == "__main__":
    for step in cut() if sys.argv[1] == "cut" else year(*map(int, sys.argv[1:])):
        print(*step)
