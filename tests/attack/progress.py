"""Says how far long work is, now and then."""
import sys
import time

EVERY = 15  # seconds


class Progress:
    def __init__(self, what, count):
        self.what, self.count, self.done = what, count, 0
        self.told = time.monotonic()

    def step(self, count=1):
        self.done += count
        if time.monotonic() - self.told >= EVERY:
            self.told = time.monotonic()
            print("          … %s: %d of %d" % (self.what, self.done, self.count),
                  file=sys.stderr, flush=True)
