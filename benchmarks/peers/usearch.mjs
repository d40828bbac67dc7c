// USearch: a graph, approximate (HNSW, M 16, efConstruction 128), and its exact search. npm install usearch
// node usearch.mjs FOLDER [THETA [QUESTIONS]]
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { Index, MetricKind, exactSearch } = require('usearch');
const version = JSON.parse(readFileSync(join(process.cwd(), 'node_modules/usearch/package.json'))).version;
const [folder, theta = 0.9, questions = 300] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const rounds = 5, tolerance = 1e-4; // of cosines: peers sum in other orders, or keep fewer bits

function load(name) {
  const path = join(folder, name), file = openSync(path, 'r'), start = Buffer.alloc(10);
  readSync(file, start, 0, 10, 0);
  const offset = 10 + start.readUInt16LE(8), header = Buffer.alloc(offset - 10);
  readSync(file, header, 0, header.length, 10);
  const [, rows, columns] = header.toString('latin1').match(/\((\d+), (\d+)\)/).map(Number);
  const values = new Float32Array(rows * columns), bytes = new Uint8Array(values.buffer);
  for (let at = 0; at < bytes.length; at += 1 << 26) {
    readSync(file, bytes, at, Math.min(1 << 26, bytes.length - at), offset + at);
  }
  closeSync(file);
  return { rows, columns, values, row: i => values.subarray(i * columns, (i + 1) * columns) };
}

// Processor time of the process, which works on one thread here.
function timed(work) {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return [result, user + system];
}

const entries = load('entries.npy'), queries = load('queries.npy'), best = load('best.npy').values;
const count = Math.min(questions, queries.rows);

function report(peer, ask, insert, memory, remove) {
  const found = new Float64Array(count);
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const [, micros] = timed(() => { for (let i = 0; i < count; i++) found[i] = 1 - ask(queries.row(i)); });
    least = Math.min(least, micros / count);
  }
  const hits = [...Array(count).keys()].filter(i => best[i] >= theta);
  console.log(JSON.stringify({
    peer, us_per_query: +least.toFixed(1),
    recall: +(hits.filter(i => found[i] >= best[i] - tolerance).length / hits.length).toFixed(4),
    lost_hits: `${hits.filter(i => found[i] < theta - tolerance).length} of ${hits.length}`,
    us_insert: insert && +(insert / entries.rows).toFixed(1), seconds_build: insert && +(insert / 1e6).toFixed(1),
    us_delete: remove, bytes_per_entry: memory && Math.round(memory / entries.rows),
  }));
}

const before = process.memoryUsage.rss();
const index = new Index({ dimensions: entries.columns, metric: MetricKind.IP, quantization: 'f32', connectivity: 16, expansion_add: 128, expansion_search: 128 });
const [, insert] = timed(() => {
  for (let first = 0; first < entries.rows; first += 1000) {
    const last = Math.min(first + 1000, entries.rows);
    index.add(BigUint64Array.from({ length: last - first }, (_, i) => BigInt(first + i)), entries.values.subarray(first * entries.columns, last * entries.columns), 1);
  }
});
const memory = process.memoryUsage.rss() - before;
report(`USearch ${version} HNSW f32, ef 128`, query => index.search(query, 1, 1).distances[0], insert, memory, null);
report(`USearch ${version} exactSearch`, query => exactSearch(entries.values, query, entries.columns, 1, MetricKind.IP, 1).distances[0], null, null, null);
const removed = Array.from({ length: 1000 }, (_, i) => BigInt(i * Math.max(1, Math.floor(entries.rows / 1000))));
const [, removing] = timed(() => removed.forEach(key => index.remove(key)));
console.log(JSON.stringify({ peer: `USearch ${version} HNSW`, us_delete: +(removing / removed.length).toFixed(1) }));
