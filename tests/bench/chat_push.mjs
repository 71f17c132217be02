// Open pages that hear: SUBSCRIBERS portal sessions, each of a customer of its own, listen through
// nginx as a browser does (auth_request asks `dunlin web`, nchan holds the line); then what happens
// is published at a steady rate, to one after the other, whether the one before has arrived or not.
// Beside it the floor: nchan alone, neither asking nor counting, with as many listeners.
//
//    node chat_push.mjs [SUBSCRIBERS [PUBLISHED]]
//
// Prints "P99_MS FLOOR_P99_MS KIB FLOOR_KIB MESSAGE_P99_MS OPENED_S": from publishing to hearing (the
// middle of ROUNDS), memory of nginx a listener (shared pages counted once), from a colleague's message
// sent to the customer's page told, and how long it took until all listened.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, Stack, until } from '../harness/stack.mjs';

const SUBSCRIBERS = Number(process.argv[2] ?? 2000), PUBLISHED = Number(process.argv[3] ?? 2000);
const ROUNDS = 3, EVERY_MS = 5, AT_ONCE = 50, FIRST = 1_000_000, MESSAGES = 200;
const NCHAN = '/usr/lib/nginx/modules/ngx_nchan_module.so';

/** Listeners with a customer of their own and the link that let them in; their cookies. */
async function furnish(stack) {
  const tokens = Array.from({ length: SUBSCRIBERS }, () => randomBytes(24).toString('base64url'));
  const rows = (make) => tokens.map((token, k) => `(${make(FIRST + k, token)})`).join(',\n');
  const ends = 'UTC_TIMESTAMP(6) + INTERVAL 20 YEAR';
  await stack.mysql(`
    INSERT INTO customer (id, source_system, source_id, number, name, country, known_from, recorded_at)
    VALUES ${rows((id) => `${id}, 'bench', '${id}', 'B${id}', 'Bench ${id}', 'DE', '2026-01-01', '2026-01-01'`)};
    INSERT INTO access_link (id, token_hash, customer_id, scope, created_at, expires_at)
    VALUES ${rows((id, token) => `${id}, UNHEX(SHA2('link-${token}', 256)), ${id}, 'account', '2026-01-01', ${ends}`)};
    INSERT INTO portal_session (token_hash, csrf_hash, link_id, customer_id, scope, created_at, last_seen_at, expires_at, ip, user_agent)
    VALUES ${rows((id, token) => `UNHEX(SHA2('${token}', 256)), UNHEX(SHA2('', 256)), ${id}, ${id}, 'account', UTC_TIMESTAMP(6),
      UTC_TIMESTAMP(6), ${ends}, '127.0.0.1', 'bench'`)};`);
  return tokens.map((token) => `dunlin_portal=${token}`);
}

/** nginx with nchan and nothing else. */
async function bareNginx(stack) {
  const at = join(stack.var, 'floor'), port = await freePort();
  mkdirSync(at);
  writeFileSync(join(at, 'nginx.conf'), `${process.getuid() === 0 ? 'user root root;' : ''}
load_module ${NCHAN};
daemon off; worker_processes 2; worker_rlimit_nofile 20000; pid ${at}/pid; error_log ${at}/log error;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${at}/body; fastcgi_temp_path ${at}/fastcgi; proxy_temp_path ${at}/proxy;
  scgi_temp_path ${at}/scgi; uwsgi_temp_path ${at}/uwsgi;
  server {
    listen 127.0.0.1:${port};
    location = /push { nchan_publisher; nchan_channel_id $arg_id; nchan_message_buffer_length 8; }
    location = /events { nchan_subscriber eventsource; nchan_channel_id $arg_id; nchan_subscriber_first_message newest; }
  }
}`);
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'nginx', '-c', join(at, 'nginx.conf'), '-e', join(at, 'log')],
    { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  const end = () => child.kill('SIGTERM');
  await until(() => new Promise((ok) => connect(port, '127.0.0.1').on('connect', function open() { this.destroy(); ok(true); }).on('error', () => ok(false))));
  return { pid: child.pid, port, end };
}

/** Memory of a process and its children in KiB. */
function weighs(master) {
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
    try {
      return Number(pid) === master || Number(/^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]) === master;
    } catch {
      return false; // it ended meanwhile
    }
  });
  return pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]), 0);
}

/** One open line; hear(data) for each event. */
const listen = (port, path, cookie, hear) => new Promise((ok, no) => {
  let text = '', open = false;
  const line = connect(port, '127.0.0.1', () => line.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}\r\n`));
  line.on('error', no).on('close', () => no(new Error('a line was closed')));
  line.on('data', (bytes) => {
    text += bytes;
    if (!open) {
      if (!text.includes('\r\n\r\n')) return;
      if (!/^HTTP\/1\.1 200/.test(text)) { no(new Error(text.slice(0, 300))); return; }
      open = true;
      ok(line);
    }
    const parts = text.split('\n');
    text = parts.pop();
    for (const part of parts) if (part.startsWith('data: ')) hear(JSON.parse(part.slice(6)), performance.now());
  });
});

const quantile = (list, q) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];

/** All listen, then all that is published is heard: {p99, kib, opened, lines, onother}. */
async function measure({ port, pid, listenAt, pushAt, cookies }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const lines = [], other = new Set();
  let sentAt = [], took = [];
  const hear = (k) => (data, at) => {
    if (data.bench === undefined) { other.forEach((one) => one(k, at)); return; }
    if (data.to !== k) throw new Error(`${k} hears what is for ${data.to}`);
    took.push(at - sentAt[data.bench]);
  };
  const publish = (k, body) => new Promise((ok, no) => {
    request({ agent, port, host: '127.0.0.1', method: 'POST', path: pushAt(k), headers: { 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume().on('end', () => (answer.statusCode < 300 ? ok() : no(new Error(`publishing: ${answer.statusCode}`))));
    }).on('error', no).end(body);
  });
  lines.push(await listen(port, listenAt(0), cookies?.[0], hear(0)));
  await publish(0, '{}'); // both workers have their shared memory by now
  const before = weighs(pid), began = performance.now();
  for (let k = 1; k < SUBSCRIBERS; k += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, SUBSCRIBERS - k) }, (_, i) => k + i);
    lines.push(...await Promise.all(some.map((one) => listen(port, listenAt(one), cookies?.[one], hear(one)))));
  }
  const opened = (performance.now() - began) / 1000;
  await sleep(1000);
  const kib = (weighs(pid) - before) / (SUBSCRIBERS - 1);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    [sentAt, took] = [[], []];
    const start = performance.now();
    const pending = [];
    for (let n = 0; n < PUBLISHED; n++) {
      const wait = start + n * EVERY_MS - performance.now();
      if (wait > 0) await sleep(wait);
      const to = (n * 7919) % SUBSCRIBERS;
      sentAt[n] = performance.now();
      pending.push(publish(to, JSON.stringify({ bench: n, to })));
    }
    await Promise.all(pending);
    await until(() => took.length === PUBLISHED, { ms: 30000, name: `all of ${PUBLISHED} are heard` });
    rounds.push(quantile(took, 0.99));
  }
  return {
    p99: quantile(rounds, 0.5), kib, opened, onother: other,
    end: () => { agent.destroy(); lines.forEach((line) => line.removeAllListeners('close').destroy()); },
  };
}

/** A colleague writes to one customer after the other: until that one's page is told. */
async function messages(stack, staff, onother) {
  const took = [];
  for (let n = 0; n < MESSAGES; n++) {
    const k = (n * 31) % SUBSCRIBERS;
    const told = new Promise((ok) => onother.add(function told(to, at) { if (to === k) { onother.delete(told); ok(at); } }));
    const from = performance.now();
    await staff.must(201, 'POST', `/customers/${FIRST + k}/messages`, { body: 'How do you do?', client_key: `b${n}` });
    took.push(await told - from);
  }
  return quantile(took, 0.99);
}

const stack = await Stack.start({ company: 'empty', live: true, now: new Date().toISOString() });
const bare = await bareNginx(stack);
try {
  const cookies = await furnish(stack);
  const ours = await measure({
    port: stack.port, pid: stack.children.get('nginx').pid, cookies,
    listenAt: () => '/api/portal/v1/events', pushAt: (k) => `/_dunlin/push?id=customer-${FIRST + k}`,
  });
  const message = await messages(stack, await stack.admin(), ours.onother);
  ours.end();
  const floor = await measure({ port: bare.port, pid: bare.pid, listenAt: (k) => `/events?id=c${k}`, pushAt: (k) => `/push?id=c${k}` });
  floor.end();
  console.log([ours.p99, floor.p99, ours.kib, floor.kib, message, ours.opened].map((x) => x.toFixed(2)).join(' '));
} finally {
  bare.end();
  await stack.stop();
}
