// make run, start and stop, as their user meets them (without make's build).
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, TOP, until } from '../harness/stack.mjs';

const made = [];
let nextPort = 18200 + (process.pid % 500) * 4;

function copy(more = {}) {
  const env = { DUNLIN_VAR: mkdtempSync(join(tmpdir(), 'dunlin-run-')), DUNLIN_PORT: String(nextPort++), ...more };
  made.push(env);
  const call = (what) => run(join(TOP, '.make/run.sh'), [what], { env, ms: 90000 });
  const file = (name) => join(env.DUNLIN_VAR, name);
  return {
    env, call, file,
    url: `http://localhost:${env.DUNLIN_PORT}`,
    pid: (part) => Number(readFileSync(file(`run/${part}.pid`), 'utf8').split(' ')[0]),
  };
}
const healthy = async (c) => {
  try { return (await fetch(`${c.url}/readyz`)).status === 200; } catch { return false; }
};
const living = (pid) => {
  try { process.kill(pid, 0); } catch { return false; }
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
};

after(async () => {
  for (const env of made) {
    await run(join(TOP, '.make/run.sh'), ['stop'], { env });
    rmSync(env.DUNLIN_VAR, { recursive: true, force: true });
  }
});

test('start answers with logins, stop ends every process, start again finds the data', async () => {
  const c = copy();
  const first = await c.call('start');
  assert.equal(first.code, 0, first.err + first.out);
  assert.match(first.out, new RegExp(`Dunlin is at ${c.url}`));
  const logins = JSON.parse(readFileSync(c.file('demo.json')));
  assert.equal(logins.url, c.url);
  for (const key of ['collector', 'admin', 'integrator', 'portal_link', 'portal']) assert.ok(logins[key], key);
  for (const name of ['demo.json', 'dunlin.conf', 'secret', 'db-password']) {
    assert.equal(statSync(c.file(name)).mode & 0o077, 0, `${name} is open to others`);
  }
  const pids = ['supervisor', 'mariadb', 'web', 'worker', 'nginx'].map(c.pid);
  assert.ok(pids.every(living));
  assert.equal((await c.call('stop')).code, 0);
  assert.ok(!pids.some(living));
  assert.equal((await c.call('start')).code, 0);
  assert.deepEqual(JSON.parse(readFileSync(c.file('demo.json'))), logins);
  const session = await fetch(`${c.url}/api/collector/v1/session`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: logins.collector.email, password: logins.collector.password }),
  });
  assert.equal(session.status, 200);
  assert.equal((await c.call('stop')).code, 0);
});

test('a part that is killed is started again', async () => {
  const c = copy({ DUNLIN_DEMO: '0' });
  assert.equal((await c.call('start')).code, 0);
  for (const part of ['web', 'nginx', 'worker', 'mariadb']) {
    const old = c.pid(part);
    process.kill(old, 'SIGKILL');
    await until(() => existsSync(c.file(`run/${part}.pid`)) && c.pid(part) !== old, { name: `${part} is back` });
  }
  await until(() => healthy(c), { ms: 30000, name: 'healthy again' });
  assert.equal((await c.call('stop')).code, 0);
});

test('when the supervisor is killed nothing is left behind, and start works again', async () => {
  const c = copy({ DUNLIN_DEMO: '0' });
  assert.equal((await c.call('start')).code, 0);
  const pids = ['mariadb', 'web', 'worker', 'nginx'].map(c.pid);
  process.kill(c.pid('supervisor'), 'SIGKILL');
  await until(() => !pids.some(living), { name: 'all parts ended' });
  const again = await c.call('start');
  assert.equal(again.code, 0, again.err);
  assert.equal((await c.call('stop')).code, 0);
});

test('two copies run side by side', async () => {
  const [a, b] = [copy({ DUNLIN_DEMO: '0' }), copy({ DUNLIN_DEMO: '0' })];
  const started = await Promise.all([a.call('start'), b.call('start')]);
  assert.deepEqual(started.map((s) => s.code), [0, 0], started.map((s) => s.err).join());
  assert.ok(await healthy(a) && await healthy(b));
  assert.equal((await a.call('stop')).code, 0);
  assert.ok(await healthy(b));
  assert.equal((await b.call('stop')).code, 0);
});

const oneLine = (text, pattern) => {
  const lines = text.trim().split('\n');
  assert.equal(lines.length, 1, text);
  assert.match(lines[0], pattern);
};

test('a taken port is named in one line', async () => {
  const c = copy();
  const server = createServer();
  await new Promise((ok) => server.listen(Number(c.env.DUNLIN_PORT), '127.0.0.1', ok));
  const got = await c.call('start');
  server.close();
  assert.equal(got.code, 1);
  oneLine(got.err, new RegExp(`port ${c.env.DUNLIN_PORT} is taken`));
});

test('a second start of the same copy is named in one line', async () => {
  const c = copy({ DUNLIN_DEMO: '0' });
  assert.equal((await c.call('start')).code, 0);
  const got = await c.call('start');
  assert.equal(got.code, 1);
  oneLine(got.err, /already running/);
  assert.ok(await healthy(c));
  assert.equal((await c.call('stop')).code, 0);
});

test('a var that cannot be written is named in one line', async () => {
  oneLine((await copy({ DUNLIN_VAR: '/proc/nowhere' }).call('start')).err, /cannot write to \/proc\/nowhere/);
  made.pop();
});

test('a full disk is named in one line', { skip: process.getuid() !== 0 && 'needs root to mount a small disk' }, async () => {
  const c = copy();
  chmodSync(c.env.DUNLIN_VAR, 0o700);
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'none', c.env.DUNLIN_VAR]);
  if (mounted.code) return; // not allowed to mount in this container
  try {
    const got = await c.call('start');
    assert.equal(got.code, 1);
    oneLine(got.err, /disk full: \d+ MB left/);
  } finally {
    await sleep(100);
    await run('umount', ['-l', c.env.DUNLIN_VAR]);
  }
});
