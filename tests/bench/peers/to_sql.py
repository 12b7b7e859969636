#!/usr/bin/python3
"""The first BENCH_ROWS lines of the clean CSV by pandas: read_csv, then to_sql in its default way.

Takes its own time, from the first line read to the commit, so that imports do not count."""
import os
import time

import pandas
import sqlalchemy

engine = sqlalchemy.create_engine("postgresql+psycopg2:///" + os.environ["BENCH_PEER"])
begun = time.monotonic()
frames = pandas.read_csv(os.environ["BENCH_CSV"], nrows=int(os.environ["BENCH_ROWS"]), chunksize=100_000,
                         dtype={"case_id": str, "fir_number": str})
with engine.begin() as connection:
    for frame in frames:
        for column in ("honour", "domestic"):
            frame[column] = frame[column] == "t"
        frame.to_sql("cases", connection, schema="peer", if_exists="append", index=False)
with open(os.environ["BENCH_SECONDS"], "w", encoding="ascii") as file:
    file.write(f"{time.monotonic() - begun:.6f}\n")
