// How long another's id and one that nothing has take to be answered, asked in turn, for each route
// with an id in its path and each limited principal of the matrix of rights. Prints a line each
// "ROUTE PRINCIPAL FOREIGN_US UNKNOWN_US", medians of PAIRS pairs, those furthest apart first.
//
//    node alike.mjs [PAIRS]
import { request } from 'node:http';
import { Contract } from '../api/contract.mjs';
import { AUDIENCE, OF_PATH, OWN, UNKNOWN, more, people } from '../api/matrix_world.mjs';
import { delivered, findOut } from '../e2e/pages.mjs';
import { furnish } from '../e2e/dialogs.mjs';
import { Stack } from '../harness/stack.mjs';

const PAIRS = Number(process.argv[2] ?? 120);
const stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
await delivered(stack);
const { known, contact } = await findOut(stack);
const admin = await stack.admin();
await furnish(stack, { staff: admin, contact }, known);
await stack.kill('worker');
await more(stack, admin);
const contract = await Contract.of(stack);
const who = await people(stack, admin);
const foreign = {};
for (const [name, sql] of Object.entries(OF_PATH)) [foreign[name]] = (await stack.sql(`${sql} ORDER BY id DESC LIMIT 1`)).map(({ id }) => id);

/** By node's own client: less noise than fetch. */
const took = (path, client) => new Promise((ok, no) => {
  const headers = { ...client.headers, ...(client.cookies.size ? { cookie: [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } : {}) };
  const from = process.hrtime.bigint();
  request(stack.url + path, { headers }, (answer) => {
    answer.resume();
    answer.on('end', () => ok([Number(process.hrtime.bigint() - from) / 1000, answer.statusCode]));
  }).on('error', no).end();
});
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

const lines = [];
for (const { method, path } of contract.routes) {
  const audience = AUDIENCE.find(([base]) => path.startsWith(base))?.[1] ?? [];
  const parts = path.split('/'), at = parts.findIndex((part) => /^\{\w*id\}$/.test(part)), id = foreign[parts[at - 1]];
  if (method !== 'GET' || at < 0 || !id) continue;
  // what stands behind it is some id, too
  const url = (one) => parts.map((part, k) => (k === at ? one : /^\{/.test(part) ? foreign[parts[k - 1]] ?? UNKNOWN : part)).join('/');
  for (const name of audience.filter((one) => ['collector', 'account', 'head'].includes(one))) {
    const times = [[], []];
    const statuses = new Set();
    for (let k = 0; k < PAIRS; k++) {
      // neither always comes first
      for (const which of k % 2 ? [0, 1] : [1, 0]) {
        const [us, status] = await took(url(which ? UNKNOWN : id), who[name]);
        times[which].push(us);
        statuses.add(status);
      }
    }
    if (statuses.size === 1 && statuses.has(404)) lines.push([path, name, ...times.map(median)]);
  }
}
const apart = ([, , a, b]) => Math.max(a / b, b / a);
for (const line of lines.toSorted((a, b) => apart(b) - apart(a))) console.log(line.map((x) => (typeof x === 'number' ? x.toFixed(0) : x)).join(' '));
await stack.stop();
