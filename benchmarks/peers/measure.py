"""What the scripts of this folder share: they load what `index --dump FOLDER` wrote, and report in one form."""

import argparse
import json
import os
import time

import numpy as np

ROUNDS = 5

# Of cosines: the peers sum in other orders, or keep fewer bits.
TOLERANCE = 1e-4


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", help="what `index --dump FOLDER` wrote")
    parser.add_argument("--theta", type=float, default=0.9)
    parser.add_argument("--questions", type=int, default=300)
    return parser.parse_args()


def load(options):
    read = lambda name: np.load(os.path.join(options.folder, name))
    entries, queries, best = read("entries.npy"), read("queries.npy"), read("best.npy")[:, 0]
    return entries, np.ascontiguousarray(queries[: options.questions]), best[: options.questions]


def resident():
    """Bytes of memory in use by this process."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def timed(work):
    """Runs it; answers what it gave and the seconds of processor time of this thread."""
    start = time.thread_time()
    result = work()
    return result, time.thread_time() - start


def report(name, options, best, entries, ask, *, build, memory, delete=None):
    """Asks every query a few times, keeps the least time of each, and prints one line of JSON.

    `ask(i)` answers the cosine of what it took for the nearest entry of query i.
    """
    least = np.full(len(best), np.inf)
    found = np.zeros(len(best))
    for _ in range(ROUNDS):
        for i in range(len(best)):
            found[i], seconds = timed(lambda: ask(i))
            least[i] = min(least[i], seconds)
    hits = best >= options.theta
    right = found >= best - TOLERANCE
    print(json.dumps({
        "peer": name,
        "us_per_query": round(float(least.mean()) * 1e6, 1),
        "recall": round(float(right[hits].mean()), 4) if hits.any() else None,
        "lost_hits": f"{int((found[hits] < options.theta - TOLERANCE).sum())} of {int(hits.sum())}",
        "us_insert": round(build / len(entries) * 1e6, 1),
        "seconds_build": round(build, 1),
        "us_delete": None if delete is None else round(delete * 1e6, 1),
        "bytes_per_entry": round(memory / len(entries)),
    }), flush=True)
