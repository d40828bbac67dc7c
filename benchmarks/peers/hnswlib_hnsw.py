"""hnswlib: a graph, approximate; M 16, efConstruction 100, at three sizes of the search. apt-get install python3-hnswlib"""

import hnswlib

import measure

options = measure.arguments()
entries, queries, best = measure.load(options)
before = measure.resident()
index = hnswlib.Index("ip", entries.shape[1])
index.init_index(len(entries), ef_construction=100, M=16)
index.set_num_threads(1)


def add():
    # In blocks on this thread: its processor time is what counts.
    for first in range(0, len(entries), 1_000):
        index.add_items(entries[first : first + 1_000], range(first, min(first + 1_000, len(entries))), num_threads=1)


_, build = measure.timed(add)
memory = measure.resident() - before


def ask(i):
    return 1 - index.knn_query(queries[i : i + 1], 1)[1][0, 0]


for ef in (64, 128, 256):
    index.set_ef(ef)
    measure.report(f"hnswlib, ef {ef}", options, best, entries, ask, build=build, memory=memory)
