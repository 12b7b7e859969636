"""A desk that publishes: the real commands of the product in a demonstration's folder, which is
told the time. This alone of the bench touches the product, and only by its command line.

    desk.py FOLDER PUBLIC LOG < steps     a step is "PLAN AS-OF NAME=VALUE …" ("-": as of now)
"""
import datetime
import os
import subprocess
import sys
import time

ONE_DAY = datetime.timedelta(days=1)
ANNOUNCED = datetime.date(2026, 12, 1)
FIRST = datetime.date(2027, 1, 4)
PEOPLE = ("Ayesha Malik, DSP (invented)", "Kamran Shah, SP (invented)")
REFUSED = 8


class Failed(Exception):
    def __init__(self, code, said):
        super().__init__("exit code %d: %s" % (code, said))
        self.code, self.said = code, said

    def reason(self):
        """The error, without progress and hints."""
        lines = [n for n in self.said.splitlines() if n.startswith("shumar: ")]
        return lines[0] if lines else self.said


class Desk:
    def __init__(self, folder, public, program=None):
        self.folder, self.public = folder, os.path.abspath(public)
        self.program = program or os.environ["SHUMAR_PROGRAM"]

    def run(self, *words, clock=None):
        env = dict(os.environ)
        env.pop("SHUMAR_CLOCK", None)
        if clock:
            env["SHUMAR_CLOCK"] = clock + ":00+05:00"
        done = subprocess.run([self.program, *words], cwd=self.folder, env=env,
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(done.returncode, done.stderr.strip())
        return done.stdout

    def sql(self, text, database=None):
        words = ["-d", database] if database else []
        out = self.run("db", "psql", "--", "-v", "ON_ERROR_STOP=1", "-At", *words, "-c", text)
        return [line.split("|") for line in out.splitlines()]

    def stop(self):
        self.run("db", "stop", "--quiet")

    def announce(self, name, day, on=ANNOUNCED):
        self.run("release", "calendar", "announce", name, "--on", str(day), "--at", "09:30",
                 "--by", PEOPLE[0], clock="%sT10:00" % on)

    def prepare(self, day, plan, words, as_of=None):
        given = [w for word in words for w in ("--param", word)]
        given += ["--as-of", as_of] if as_of else []
        self.run("release", "prepare", plan, *given, "--by", "Bilal Ahmed (invented)",
                 clock="%sT08:00" % day)

    def publish(self, day, name):
        self.run("release", "audit", name, clock="%sT08:30" % day)
        for person in PEOPLE:
            self.run("release", "approve", name, "--by", person, clock="%sT09:00" % day)
        self.run("release", "publish", name, "-o", self.public, clock="%sT09:30" % day)


def name_of(plan, words):
    return "-".join([plan, *(w.partition("=")[2] for w in words)]).lower()


def outcome(code):
    return "public" if code == 0 else ("refused (%d)" if code == REFUSED else "FAILED (%d)") % code


def play(desk, steps, tell):
    """[(name, code, seconds)]; all hours are announced before the first release."""
    steps = [(name_of(plan, words), plan, as_of, words) for plan, as_of, *words in steps]
    days = [FIRST + ONE_DAY * n for n in range(len(steps))]
    for day, (name, *_) in zip(days, steps):
        desk.announce(name, day)
    done = []
    for day, (name, plan, as_of, words) in zip(days, steps):
        begun, code, said = time.monotonic(), 0, ""
        try:
            desk.prepare(day, plan, words, None if as_of == "-" else as_of)
            desk.publish(day, name)
        except Failed as failed:
            code, said = failed.code, failed.reason()
        done.append((name, code, time.monotonic() - begun))
        tell("%d of %d, %s: %s, %.1f s%s" % (
            len(done), len(steps), name, outcome(code),
            done[-1][2], said and ": " + said))
    return done


def main():
    desk = Desk(sys.argv[1], sys.argv[2])
    with open(sys.argv[3], "w", encoding="utf-8") as log:
        def tell(line):
            print("%s %s: %s" % (time.strftime("%H:%M:%S"), sys.argv[1], line), flush=True)
            print(line, file=log, flush=True)
        done = play(desk, [line.split() for line in sys.stdin if line.strip()], tell)
        tell("%d releases public, %d refused, %.0f s" % (
            sum(code == 0 for _, code, _ in done), sum(code == REFUSED for _, code, _ in done),
            sum(seconds for _, _, seconds in done)))
    return 0 if any(code == 0 for _, code, _ in done) else 1


if __name__ == "__main__":
    sys.exit(main())
