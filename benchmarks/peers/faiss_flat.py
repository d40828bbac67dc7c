"""FAISS IndexFlatIP: exact, every vector is multiplied. apt-get install python3-faiss"""

import faiss

import measure

options = measure.arguments()
entries, queries, best = measure.load(options)
faiss.omp_set_num_threads(1)
before = measure.resident()
index = faiss.IndexFlatIP(entries.shape[1])
_, build = measure.timed(lambda: index.add(entries))
memory = measure.resident() - before


def ask(i):
    return index.search(queries[i : i + 1], 1)[0][0, 0]


measure.report(f"FAISS {faiss.__version__} IndexFlatIP", options, best, entries, ask, build=build, memory=memory)
