"""The attack bench: every attacker on weak releases, where it must find the planted number, and on
ours, where it must find nothing.

    run.py [--ours FOLDER]... [--twins FOLDER] [--program FILE] [--work FOLDER] [--report FILE]
           [--jobs N] [--small]

FOLDER of ours, "public-NAME", holds the published folders of one desk. Beside it truth-NAME.csv has
what is hidden; only the leak is played with it, and only what was found is judged by it. NAME.log
has what the desk refused.
"""
import argparse
import collections
import concurrent.futures
import functools
import os
import shutil
import sys
import tempfile
import time
import traceback

sys.dont_write_bytecode = True  # beside the sources

import on_ours
import on_weak
from verdict import Verdict, root
from world import punjab


def played(task):
    """The verdicts of one attacker, each with its seconds. One that breaks down is no reason to
    stop the others: it is a verdict of its own."""
    begun = time.monotonic()
    verdicts = []
    try:
        for verdict in task():
            verdict.seconds = time.monotonic() - begun
            begun = time.monotonic()
            verdicts.append(verdict)
    except Exception as error:  # pylint: disable=broad-except
        traceback.print_exc()
        verdicts.append(Verdict("%s broke down" % task.func.__name__, str(task.args[-1:]), True,
                                "%s: %s" % (type(error).__name__, str(error)[:300])))
    return verdicts


def play(tasks, jobs, tell):
    if jobs < 2:
        return [v for task in tasks for v in tell(played(task))]
    verdicts = []
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        for done in concurrent.futures.as_completed([pool.submit(played, t) for t in tasks]):
            verdicts += tell(done.result())
    return verdicts


HEAD = ("Attacker", "Weak release: what it found", "Ours", "Ours: what it found", "Seconds",
        "Verdict")


def rows(verdicts):
    """Of each attacker, what it did to weak releases beside what it did to ours."""
    sides = collections.defaultdict(lambda: ([], []))
    for verdict in verdicts:
        sides[verdict.attacker][0 if verdict.weak else 1].append(verdict)
    for attacker in sorted(sides):
        weak, ours = (sorted(side, key=lambda v: v.release) for side in sides[attacker])
        said = "; ".join("%s: %s%s" % (v.release, "" if v.won else "MISSED, ", v.said)
                         for v in weak)
        blind = any(not v.won for v in weak)
        for number, verdict in enumerate(ours or [None]):
            lost = verdict is not None and verdict.won
            word = "BROKEN" if lost else "BLIND" if blind else "holds" if verdict else "works"
            seconds = sum(v.seconds for v in ([verdict] if verdict else []) +
                          (weak if number == 0 else []))
            cells = (attacker, said) if number == 0 else ("", "")
            cells += (verdict.release, verdict.said) if verdict else ("", "")
            yield *(c.replace("|", " ") for c in cells), "%.1f" % seconds, word


def report(verdicts, sizes, seconds, path):
    lines = ["# Attack bench", "", *sizes, "", "| " + " | ".join(HEAD) + " |",
             "|---|---|---|---|--:|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows(verdicts)]
    lost = [v for v in verdicts if v.won != v.weak]
    lines += ["", "*holds*: finds what was planted in the weak release, and nothing in ours. "
              "*BROKEN*: finds something in ours. *BLIND*: misses what was planted.", "",
              "%d attackers, %d attacks in %.0f s: %s." % (
                  len({v.attacker for v in verdicts}), len(verdicts), seconds,
                  "%d did not go as they should" % len(lost) if lost else "all hold")]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if path:
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return lost


def tasks_of(asked, world, work):
    tasks = [functools.partial(on_ours.twins, asked.twins, os.path.join(work, "twins"),
                               asked.tries, ["punjab-monthly", "month=2026-10"])] \
        if asked.twins else []
    for parent in asked.ours:
        tasks += on_ours.tasks(world, parent, asked.steps)
    tasks += [functools.partial(attack, world, work) for attack in on_weak.ATTACKS]
    if asked.program:
        command = [asked.program, os.path.join(root(), "templates", "disclosure.yaml")]
        tasks += on_ours.library_tasks(world, work, command, asked.small)
    return tasks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", action="append", default=[])
    parser.add_argument("--program")
    parser.add_argument("--twins", help="folder of a demonstration, stopped")
    parser.add_argument("--tries", type=int, default=4)
    parser.add_argument("--work")
    parser.add_argument("--report")
    parser.add_argument("--sizes", default="")
    parser.add_argument("--steps", type=int, default=60000, help="of the guesser's sampling")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--small", action="store_true",
                        help="what takes seconds: attacker 4 on the weak release alone")
    asked = parser.parse_args()
    world = punjab(root())
    work = asked.work or tempfile.mkdtemp(prefix="shumar-attack-")
    os.makedirs(work, exist_ok=True)
    started = time.monotonic()

    def tell(verdicts):
        for v in verdicts:
            print("%6.1f s  %s, %s%s: %s; %s (%.1f s)" % (
                time.monotonic() - started, v.attacker, "weak: " if v.weak else "ours: ",
                v.release, "SUCCEEDS" if v.won else "fails", v.said, v.seconds),
                file=sys.stderr, flush=True)
        return verdicts

    verdicts = play(tasks_of(asked, world, work), asked.jobs, tell)
    sizes = ["Played: %s." % asked.sizes] if asked.sizes else []
    sizes += [on_ours.size(parent) for parent in asked.ours]
    lost = report(verdicts, sizes, time.monotonic() - started, asked.report)
    if not asked.work:
        shutil.rmtree(work)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
