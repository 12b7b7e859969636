"""Reads the papers beside the figures (CSV, HTML, XLSX with its chart caches, PDF, text) and takes
every number that stands in the row of a place: none may be that of a figure which data/figures.csv
withholds, or does not have. Looks for hidden sheets, rows, columns, comments, attachments."""
import collections
import csv
import html.parser
import os
import re
import subprocess
import xml.etree.ElementTree as xml
import zipfile

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


class Names:
    """Printed names of places and kinds in both languages -> codes."""

    def __init__(self, root):
        at = os.path.join(root, "sql", "reference")
        self.places, self.kinds = collections.defaultdict(set), {"All": "all", "کل": "all"}
        for row in csv.DictReader(open(os.path.join(at, "district.csv"), encoding="utf-8")):
            if row["jurisdiction"] == "punjab":
                self.places[row["name_en"]].add(row["code"])
                self.places[row["name_ur"]].add(row["code"])
                code = "division:" + row["division"].replace(" ", "-")
                for name in (row["division"], row["division"].replace(" ", "-")):
                    self.places[name].add(code)
                if row["name_en"] == row["division"]:  # a division bears the name of a district
                    self.places[row["name_ur"]].add(code)
        self.places["Punjab"] = self.places["پنجاب"] = {"punjab"}
        for row in csv.DictReader(open(os.path.join(at, "category.csv"), encoding="utf-8")):
            self.kinds[row["name_en"]] = self.kinds[row["name_ur"]] = row["code"]
        for row in csv.reader(open(os.path.join(at, "coded_value.csv"), encoding="utf-8")):
            if row[0] == "offence_group":
                self.kinds[row[2]] = self.kinds[row[3]] = "group:" + row[1]


class Tables(html.parser.HTMLParser):
    """Tables of a page: [[cells of a row]]."""

    def __init__(self):
        super().__init__()
        self.rows, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        self.inside = self.inside or tag in ("td", "th")
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def html_rows(path):
    reader = Tables()
    with open(path, encoding="utf-8") as file:
        reader.feed(file.read())
    return reader.rows


def xlsx_rows(path, odd):
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        odd += [n for n in names if re.search("comment|external|embed|vml|custom|vba", n)]
        texts = ["".join(t.itertext()) for t in
                 xml.fromstring(book.read("xl/sharedStrings.xml")).iter(SHEET + "si")]
        odd += ["hidden sheet" for s in xml.fromstring(book.read("xl/workbook.xml")).iter(
            SHEET + "sheet") if s.get("state")]
        rows = []
        for name in names:
            if name.startswith("xl/worksheets/sheet"):
                tree = xml.fromstring(book.read(name))
                odd += [name + " has something hidden" for e in tree.iter() if e.get("hidden")]
                rows += [[cell_text(c, texts) for c in row.iter(SHEET + "c")]
                         for row in tree.iter(SHEET + "row")]
            elif name.startswith("xl/charts/chart"):
                tree = xml.fromstring(book.read(name))
                rows += [["", v.text] for cache in tree.iter(CHART + "numCache")
                         for v in cache.iter(CHART + "v")]
        return rows


def cell_text(cell, texts):
    value = cell.find(SHEET + "v")
    if value is None:
        return "".join(cell.itertext())
    return texts[int(value.text)] if cell.get("t") == "s" else value.text


def text_rows(text):
    """Lines as a name and what follows, two blanks apart."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if line.strip()]


def paper_rows(path, odd):
    if path.endswith(".csv"):
        return rows_of(path)
    if path.endswith(".html"):
        return html_rows(path)
    if path.endswith(".xlsx"):
        return xlsx_rows(path, odd)
    if path.endswith(".pdf"):
        listed = subprocess.run(["pdfdetach", "-list", path], capture_output=True, text=True,
                                check=False).stdout
        odd += [path + ": " + listed] if listed and not listed.startswith("0 ") else []
        return text_rows(subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True,
                                        text=True, check=True).stdout)
    return text_rows(open(path, encoding="utf-8").read()) if path.endswith(".txt") else []


def numbers(cells):
    """What stands in cells that are a number and marks alone."""
    found = []
    for cell in cells:
        for piece in re.sub(r"\[[a-z]+\]", " ", cell).split():
            if NUMBER.fullmatch(piece):
                found.append(float(piece.replace(",", "")))
    return found


def attack(root, release):
    """(numbers seen, those of them under a known heading, [what is wrong])."""
    names, odd, seen, placed = Names(root), [], 0, 0
    public, printed = collections.Counter(), collections.defaultdict(set)
    for figure in release.figures:
        if figure.value is not None:
            public[(figure.place, float(figure.value))] += 1
            printed[(figure.place, figure.kind)].add(float(figure.value))
    for name in sorted(os.listdir(release.path)):
        path = os.path.join(release.path, name)
        if not os.path.isfile(path) or name.startswith(("README", "SHA", "manifest", "correction")):
            continue
        head = []
        for row in paper_rows(path, odd):
            row = [re.sub(r"\[note.*?\]|\[نوٹ.*?\]", "", c.replace("\xa0", " ")).strip()
                   for c in row]
            known = [names.kinds.get(c) for c in row]
            head = known if sum(k is not None for k in known) > 1 else head
            places = names.places.get(row[0], ()) if row else ()
            if not places:
                continue
            beside = [n for n, c in enumerate(row) if n and c in names.places]
            row = row[:beside[0]] if beside else row  # a table in several columns
            values = numbers(row[1:])
            seen += len(values)
            left = collections.Counter(values)
            for value, count in left.items():
                if count > sum(public[(p, value)] for p in places) and value < 2000:
                    odd.append("%s: '%s' has %g, which is none of its public figures" % (
                        name, row[0], value))
            if len(row) != len(head) or name.endswith((".pdf", ".txt")):
                continue
            for kind, cell in zip(head, row):
                for value in numbers([cell]) if kind else ():
                    placed += 1
                    if not any(value in printed[(p, kind)] for p in places):
                        odd.append("%s: '%s', %s has %g" % (name, row[0], kind, value))
    return seen, placed, odd
