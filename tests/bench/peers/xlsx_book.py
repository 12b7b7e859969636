#!/usr/bin/python3
"""The workbook of tests/bench/report/book.c by Python's XlsxWriter, and what is in a workbook.

    xlsx_book.py write SHEETS ROWS COLUMNS FILE   writes it and prints the processor's seconds for that
    xlsx_book.py cells FILE                       prints how many cells of data there are, and their checksum

Cells of data are those from the row of heads ("Column head 1") of each sheet on.
"""
import hashlib
import re
import sys
import time
import xml.etree.ElementTree as tree
import zipfile

TEXT_COLUMNS = 4
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def write(sheets, rows, columns, path):
    import xlsxwriter

    began = time.process_time()
    book = xlsxwriter.Workbook(path)
    font = {"font_name": "Arial", "valign": "top"}
    title = book.add_format(dict(font, font_size=16, text_wrap=True))
    text = book.add_format(dict(font, font_size=11, text_wrap=True))
    number = book.add_format(dict(font, font_size=11, num_format="#,##0"))
    heads = [{"header": "Column head %d" % (n + 1), "header_format": text} for n in range(columns)]
    for at in range(sheets):
        sheet = book.add_worksheet("sheet%d" % at)
        sheet.write_string(0, 0, "Sheet %d" % at, title)
        sheet.set_column(0, columns - 1, 16)
        sheet.add_table(1, 0, 1 + rows, columns - 1, {"columns": heads})
        for row in range(rows):
            for column in range(columns):
                value = (row * 31 + column * 17 + at * 7) % 1000
                if column < TEXT_COLUMNS:
                    sheet.write_string(row + 2, column, "Police station %d" % value, text)
                else:
                    sheet.write_number(row + 2, column, value, number)
        sheet.freeze_panes(2, 0)
    book.close()
    print("%.3f" % (time.process_time() - began))


def shared(book):
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    with book.open("xl/sharedStrings.xml") as part:
        return ["".join(t.text or "" for t in si.iter(MAIN + "t")) for si in tree.parse(part).getroot()]


def rows_of(book, part, strings):
    with book.open(part) as stream:
        for _, element in tree.iterparse(stream):
            if element.tag != MAIN + "row":
                continue
            row = []
            for cell in element:
                value = cell.find(MAIN + "v")
                if cell.get("t") == "s":
                    row.append(strings[int(value.text)])
                elif cell.get("t") == "inlineStr":
                    row.append("".join(t.text or "" for t in cell.iter(MAIN + "t")))
                elif value is not None:
                    row.append("%g" % float(value.text))
            yield row
            element.clear()


def cells(path):
    book = zipfile.ZipFile(path)
    strings = shared(book)
    digest, count = hashlib.sha256(), 0
    parts = [name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    for part in sorted(parts, key=lambda name: int(re.sub(r"\D", "", name))):
        is_data = False
        for row in rows_of(book, part, strings):
            is_data = is_data or row[:1] == ["Column head 1"]
            if is_data:
                count += len(row)
                digest.update("\t".join(row).encode() + b"\n")
    print(count, digest.hexdigest())


if sys.argv[1] == "write":
    write(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
else:
    cells(sys.argv[2])
