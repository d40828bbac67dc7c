"""sqlite-vec, in memory: exact, every vector is multiplied. npm install sqlite-vec; pass the folder of vec0.so in SQLITE_VEC."""

import os
import sqlite3

import measure

options = measure.arguments()
options.questions = min(options.questions, 50)
entries, queries, best = measure.load(options)
before = measure.resident()
database = sqlite3.connect(":memory:")
database.enable_load_extension(True)
database.load_extension(os.path.join(os.environ.get("SQLITE_VEC", "node_modules/sqlite-vec-linux-x64"), "vec0"))
database.execute(f"create virtual table v using vec0(e float[{entries.shape[1]}] distance_metric=cosine)")


def add():
    with database:
        database.executemany("insert into v(rowid, e) values (?, ?)", ((i, row.tobytes()) for i, row in enumerate(entries)))


_, build = measure.timed(add)
memory = measure.resident() - before


def ask(i):
    return 1 - database.execute("select distance from v where e match ? and k = 1", (queries[i].tobytes(),)).fetchone()[0]


version = database.execute("select vec_version()").fetchone()[0]
removed = range(0, len(entries), max(1, len(entries) // 1_000))
measure.report(f"sqlite-vec {version}", options, best, entries, ask, build=build, memory=memory)
with database:
    _, seconds = measure.timed(lambda: [database.execute("delete from v where rowid = ?", (i,)) for i in removed])
print(f'{{"peer": "sqlite-vec {version}", "us_delete": {seconds / len(removed) * 1e6:.1f}}}')
