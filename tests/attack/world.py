"""What everybody knows: which districts make a division, which offences a group, what was cut when.

A label of a figure (place, kind, first day, last day) becomes boxes: sets of the smallest places
and kinds on days. Nothing here is a count.
"""
import csv
import datetime
import os

END = datetime.date(9999, 12, 31)


def day(text):
    return datetime.date.fromisoformat(text)


# A measure that is another one of one kind, and pairs of which the first is never more.
SAME = {"cases_rape_principal": ("cases_registered", "RAPE")}
NEVER_MORE = (("accused_arrested_ever", "accused_named"),
              ("cases_rape_mentioned", "cases_registered"),
              ("cases_registered:RAPE", "cases_rape_mentioned"))
# What the words say, and records nearly always: who has one of these statuses was arrested once;
# who has one of the others may have been; and nobody else.
EVER = ("accused_arrested_ever", "accused_named")
WERE_ARRESTED = ("ARRESTED", "JUDICIAL", "BAIL")
PERHAPS_ARRESTED = ("CONVICTED", "ACQUITTED", "DISCHARGED", "DIED", "PO")
CHANNELS = ("vwps", "other")


class World:
    def __init__(self):
        self.districts = {}   # code -> (division, region, parent or None, valid_from or None)
        self.groups = {}      # offence -> group
        self.statuses = []    # of accused

    def places(self, place, at):
        """The smallest places of PLACE on the day AT; a district not yet cut has all its parts."""
        if place.startswith("before:"):
            return self._with_parts(place.split(":", 1)[1], None)
        if place in self.districts:
            return self._with_parts(place, at)
        if ":" in place:
            level, name = place.split(":", 1)
            column = {"division": 0, "region": 1}.get(level)
            if column is not None:
                return frozenset(c for c, d in self.districts.items() if d[column] == name)
            return frozenset([place])
        return frozenset(self.districts)

    def _with_parts(self, code, at):
        own = self.districts[code]
        if own[3] is not None and at is not None and at < own[3]:
            return frozenset()
        parts = {code}
        for other, (_, _, parent, since) in self.districts.items():
            if parent == code and (at is None or (since is not None and at < since)):
                parts.add(other)
        return frozenset(parts)

    def cuts(self):
        """Days on which a boundary changed."""
        return sorted({d[3] for d in self.districts.values() if d[3] is not None})

    def kinds(self, measure, kind):
        """Pairs of offence (of accused: status) and channel that KIND has."""
        heads = self.statuses if measure.startswith("accused_named") else list(self.groups)
        channels = CHANNELS
        level, _, name = kind.partition(":")
        if level == "group":
            heads = [k for k, g in self.groups.items() if g == name]
        elif level == "channel":
            channels = (name,)
        elif level == "vwps":
            heads, channels = [name], ("vwps",)
        elif kind != "all":
            heads = [kind]
        return frozenset((head, channel) for head in heads for channel in channels)

    def natural_places(self):
        """Every set of places that has a name."""
        names = list(self.districts) + ["before:" + c for c in self.districts]
        for column, level in ((0, "division:"), (1, "region:")):
            names += sorted({level + d[column] for d in self.districts.values()})
        found = {}
        for name in names + ["punjab"]:
            found.setdefault(self.places(name, END), name)
        return found


def punjab(root):
    """The lists of districts and offences, which stand in any gazette."""
    world = World()
    folder = os.path.join(root, "sql", "reference")
    with open(os.path.join(folder, "district.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            since = day(row["valid_from"]) if row["valid_from"] else None
            world.districts[row["code"]] = (row["division"].replace(" ", "-"),
                                            row["region"].replace(" ", "-"),
                                            row["parent_code"] or None, since)
    with open(os.path.join(folder, "category.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            world.groups[row["code"]] = row["parent"]
    with open(os.path.join(folder, "accused_status.csv"), encoding="utf-8") as file:
        world.statuses = [row["code"] for row in csv.DictReader(file)]
    return world
