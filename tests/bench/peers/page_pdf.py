#!/usr/bin/python3
"""The week of the District Police Officer by pandas and matplotlib, and what is in such PDFs.

    page_pdf.py write TIMES ROWS FILE     draws it once, then TIMES times, and prints the seconds of one
    page_pdf.py same ROWS FILE FILE       fails unless both have two pages or more and the figures of ROWS that the
                                          peer draws: the head's, stations, offences, the ages of what is overdue
    page_pdf.py versions                  names what the peers are
"""
import collections
import re
import subprocess
import sys
import textwrap
import time

A4 = (8.27, 11.69)
NAVY, GREY, BLUE, ORANGE = "#12436d", "#555555", "#12436d", "#b35900"
FONTS = {"font.family": "Noto Sans", "pdf.fonttype": 42, "font.size": 9}
COLUMNS = ["Police station", "Cases\nthis week", "Cases\nweek before", "Cases\nlast 4 weeks", "Arrests\nthis week",
           "Past day 17,\nno challan"]
HEAD = ["registered", "registered_before", "mean", "arrests", "arrests_before", "due", "in_time", "due_before",
        "in_time_before", "overdue", "overdue_before"]
NOTES = [
    "1 Cases registered: First Information Reports (FIRs) of crimes against women, one principal offence each. "
    "Cancelled cases stay counted. Counted: cases (FIRs). Date: date of registration of the case. Source: s.154 CrPC.",
    "2 Arrests: Accused persons arrested in the period, in cases registered at any time. Counted: accused persons. "
    "Date: date of arrest.",
    "3 Challans by the 17th day: Of the registered cases whose 17th day falls in the period, those in which a challan "
    "of any accused was sent to court by that day. Counted: cases (FIRs). Date: 17th day after registration. Source: "
    "s.173 CrPC.",
    "4 Cases past day 17 without a challan: Cases still under investigation at the data date whose 17th day after "
    "registration (14 days and 3 more) has passed. Counted: cases (FIRs). Date: status at the data date. Source: "
    "s.173 CrPC.",
]


def sections(path):
    rows, part = collections.defaultdict(list), None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("["):
            part = line[1:-1]
        elif line and not line.startswith("#"):
            rows[part].append(line.split("\t"))
    return rows


def frames(path):
    import pandas

    rows = sections(path)
    head = pandas.Series(dict(zip(HEAD, rows["head"][0]))).astype(float)
    trend = pandas.DataFrame([row[:4] for row in rows["trend"]], columns=["week", "cases", "last_year", "provisional"])
    trend["week"], trend["cases"] = pandas.to_datetime(trend["week"]), trend["cases"].astype(int)
    offences = pandas.DataFrame([row[:3] for row in rows["offences"]], columns=["en", "ur", "cases"]).astype({"cases": int})
    stations = pandas.DataFrame([[row[0]] + [int(value) for value in row[2:7]] for row in rows["stations"]])
    ages = pandas.DataFrame([[row[0], int(row[3]), int(row[4])] for row in rows["ages"]], columns=["age", "cases", "change"])
    return head, trend, offences, stations, ages


def furniture(figure, page):
    figure.text(0.08, 0.03, "Run 12 · records to 5 August 2024 · internal", size=7.5, color=GREY)
    figure.text(0.92, 0.03, "Page %d of 2" % page, size=7.5, color=GREY, ha="right")


def cards(figure, head):
    figures = [("Cases registered", "cases (FIRs)", head.registered, "%d the week before" % head.registered_before, 1),
               ("Arrests", "accused persons", head.arrests, "%d the week before" % head.arrests_before, 2),
               ("Challans by\nthe 17th day", "of %d that reached it" % head.due, head.in_time,
                "%d of %d the week before" % (head.in_time_before, head.due_before), 3),
               ("Cases past day 17\nwithout a challan", "cases (FIRs)", head.overdue,
                f"{head.overdue_before:,.0f} the week before", 4)]
    for n, (label, unit, value, versus, note) in enumerate(figures):
        x = 0.08 + n * 0.172
        figure.text(x, 0.79, f"{value:,.0f}", size=24, weight="bold", color=NAVY)
        figure.text(x, 0.775, label, size=9, weight="bold", va="top", wrap=False)
        figure.text(x, 0.742, unit + " " + str(note), size=8.5, color=GREY, va="top")
        figure.text(x, 0.725, versus, size=7.5, color=GREY, va="top")


def draw_trend(figure, trend):
    axes = figure.add_axes([0.08, 0.42, 0.84, 0.24])
    firm = trend[trend.provisional == "f"]
    late = trend[len(firm) - 1:]
    axes.plot(firm.week, firm.cases, color=BLUE, marker="o", markersize=2)
    axes.plot(late.week, late.cases, color=BLUE, linestyle="--", marker="o", markersize=3, markerfacecolor="white")
    axes.annotate(str(trend.cases.iloc[-1]), (trend.week.iloc[-1], trend.cases.iloc[-1]), xytext=(4, 0),
                  textcoords="offset points", weight="bold")
    axes.set_title("Cases registered in each of the last 52 weeks", loc="left", size=10, weight="bold")
    axes.set_xlabel("Week beginning Monday"), axes.set_ylabel("Cases (FIRs)")
    axes.set_ylim(bottom=0), axes.grid(axis="y", color="#dddddd"), axes.spines[["top", "right"]].set_visible(False)


def draw_offences(figure, offences):
    axes = figure.add_axes([0.38, 0.12, 0.54, 0.2])
    bars = axes.barh(offences.en[::-1], offences.cases[::-1], color=BLUE)
    axes.bar_label(bars, padding=3, weight="bold")
    axes.set_title("Cases registered this week, by principal offence", loc="left", size=10, weight="bold")
    axes.set_xlabel("Cases (FIRs)"), axes.set_ylabel("Principal offence")
    axes.set_xlim(left=0), axes.spines[["top", "right"]].set_visible(False)


def first_page(plot, head, trend, offences):
    figure = plot.figure(figsize=A4)
    figure.text(0.08, 0.93, "Pakpattan: week of 29 July to 4 August 2024", size=20, weight="bold", color=NAVY)
    lead = ("%d cases (FIRs) of crimes against women were registered this week; %d the week before, %.1f a week on "
            "average over the 52 weeks before. %d accused persons were arrested. %s cases are past day 17 without a "
            "challan; the table shows at which stations."
            % (head.registered, head.registered_before, head["mean"] + 1e-9, head.arrests, f"{head.overdue:,.0f}"))
    figure.text(0.08, 0.91, textwrap.fill(lead, 100), size=10, va="top")
    cards(figure, head), draw_trend(figure, trend), draw_offences(figure, offences), furniture(figure, 1)
    return figure


def second_page(plot, stations, ages):
    figure = plot.figure(figsize=A4)
    axes = figure.add_axes([0.08, 0.7, 0.84, 0.2])
    axes.axis("off")
    axes.set_title("Police stations: cases registered, arrests, and cases past day 17 without a challan", loc="left",
                   size=10, weight="bold")
    cells = [[row[0]] + [f"{value:,}" for value in row[1:]] for row in stations.itertuples(index=False)]
    cells.append(["Total"] + [f"{stations[n].sum():,}" for n in range(1, 6)])
    axes.table(cellText=cells, colLabels=COLUMNS, loc="center", edges="horizontal").scale(1, 1.6)
    axes = figure.add_axes([0.08, 0.44, 0.84, 0.12])
    axes.axis("off")
    axes.table(cellText=[[row.age, f"{row.cases:,}", f"{row.change:+,}"] for row in ages.itertuples()], loc="center",
               colLabels=["Since registration", "Cases", "Since last week"], edges="horizontal").scale(1, 1.6)
    figure.text(0.08, 0.62, "Notes and definitions", size=13, weight="bold", color=NAVY)
    figure.text(0.08, 0.6, "\n".join(textwrap.fill(note, 120) for note in NOTES), size=8, color=GREY, va="top")
    furniture(figure, 2)
    return figure


def draw(plot, pages, data, path):
    head, trend, offences, stations, ages = data
    with pages(path) as book:
        for figure in (first_page(plot, head, trend, offences), second_page(plot, stations, ages)):
            book.savefig(figure)
            plot.close(figure)


def write(times, rows, path):
    import matplotlib

    matplotlib.use("pdf")
    import matplotlib.pyplot as plot
    from matplotlib.backends.backend_pdf import PdfPages

    matplotlib.rcParams.update(FONTS)
    data = frames(rows)
    draw(plot, PdfPages, data, path)  # fonts are found and read
    began, clock = time.process_time(), time.monotonic()
    for _ in range(times):
        draw(plot, PdfPages, data, path)
    print("%.4f %.4f" % ((time.process_time() - began) / times, (time.monotonic() - clock) / times))


def wanted(path):
    rows = sections(path)
    head = dict(zip(HEAD, rows["head"][0]))
    numbers = [f"{int(head[name]):,}" for name in HEAD if name not in ("mean", "overdue_before")]
    numbers += [f"{int(row[n]):,}" for part, n in (("offences", 2), ("ages", 3)) for row in rows[part]]
    columns = list(zip(*[[int(value) for value in row[2:7]] for row in rows["stations"]]))
    for column in columns:
        numbers += [f"{value:,}" for value in column] + [f"{sum(column):,}"]
    return collections.Counter(numbers), [row[0] for part in ("stations", "offences") for row in rows[part]]


def lacks(numbers, names, path):
    pages = re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", path], stdout=-1, text=True, check=True).stdout)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], stdout=-1, text=True, check=True).stdout
    found = collections.Counter(re.findall(r"(?<![\w.,])\d[\d,]*", re.sub(r",(?=\s)", " ", text)))
    words = re.sub(r"\W+", "", text)
    missing = [name for name in names if any(word not in words for word in re.findall(r"\w+", name))]
    return ([] if int(pages[1]) >= 2 else ["two pages"]) + missing + list((numbers - found).elements())


def versions():
    import matplotlib
    import pandas
    import xlsxwriter

    print("Python %s, pandas %s, matplotlib %s, XlsxWriter %s"
          % (sys.version.split()[0], pandas.__version__, matplotlib.__version__, xlsxwriter.__version__))


if sys.argv[1] == "versions":
    versions()
elif sys.argv[1] == "write":
    write(int(sys.argv[2]), sys.argv[3], sys.argv[4])
else:
    faults = [(path, fault) for path in sys.argv[3:] for fault in lacks(*wanted(sys.argv[2]), path)]
    print(faults, file=sys.stderr)
    sys.exit(1 if faults else 0)
