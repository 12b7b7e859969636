"""Reads published folders: data/figures.csv, papers beside it, and proof/ when asked for."""
import collections
import csv
import json
import os
import re

from world import day

Figure = collections.namedtuple("Figure", "release measure place kind first last value marks")
Ratio = collections.namedtuple("Ratio", "release place kind first last part whole printed decimals")
Release = collections.namedtuple("Release", "name path figures ratios")


def key(figure):
    return (figure.measure, figure.place, figure.kind, figure.first, figure.last)


def _rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_release(path, order):
    """One folder; a value that is no number is a mark: [c] hidden, other marks are not counted."""
    figures = []
    for row in _rows(os.path.join(path, "data", "figures.csv")):
        text = row["value"].strip()
        number = re.fullmatch(r"-?\d+", text)
        if not number and "[c]" not in text + row.get("marks", ""):
            continue
        figures.append(Figure(order, row["measure"], row["place"], row["kind"],
                              day(row["first_on"]), day(row["last_on"]),
                              int(text) if number else None, row.get("marks") or ""))
    ratios = []
    papers = os.path.join(path, "papers")
    for name in sorted(os.listdir(papers)) if os.path.isdir(papers) else []:
        if name.endswith(".ratios.csv"):
            ratios += [_ratio(order, row) for row in _rows(os.path.join(papers, name))]
    return Release(os.path.basename(path.rstrip("/")), path, figures, ratios)


def _ratio(order, row):
    printed = row["percent"]
    decimals = len(printed.split(".")[1]) if "." in printed else 0
    return Ratio(order, row["place"], row["kind"], day(row["first_on"]), day(row["last_on"]),
                 row["part"], row["whole"], float(printed), decimals)


def earlier(path):
    """How many releases were public before, as the manifest says; nought where it says nothing."""
    with open(os.path.join(path, "manifest.json"), encoding="utf-8") as file:
        return len(json.load(file).get("earlier", {}))


def read_all(parent):
    paths = [os.path.join(parent, name) for name in sorted(os.listdir(parent))]
    paths = [p for p in paths if os.path.exists(os.path.join(p, "data", "figures.csv"))]
    paths.sort(key=lambda p: (earlier(p), p))
    return [read_release(p, order) for order, p in enumerate(paths)]


def read_proof(path):
    """cells: number -> row; sums: number -> [(cell, factor)]."""
    cells = {row["cell"]: row for row in _rows(os.path.join(path, "proof", "cells.csv"))}
    sums = collections.defaultdict(list)
    for row in _rows(os.path.join(path, "proof", "sums.csv")):
        sums[row["sum"]].append((row["cell"], int(row["factor"])))
    return cells, dict(sums)
