// What nginx adds to, refuses of and says about requests.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run, Stack, TOP, until } from '../harness/stack.mjs';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
  + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
  + 'trusted-types svelte-trusted-html';
let stack, client;

before(async () => {
  stack = await Stack.start({ company: null, loginRate: '30r/m', loginBurst: 3 });
  client = stack.client('');
});
after(() => stack?.stop());

for (const path of ['/', '/app/customers/7', '/portal', '/p/some-token', '/healthz', '/api/collector/v1/session',
  '/api/no-such-thing', '/assets/no-such.js']) {
  test(`${path} carries every security header, once`, async () => {
    const { headers } = await client.get(path);
    assert.equal(headers.get('content-security-policy'), POLICY);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.match(headers.get('permissions-policy'), /geolocation=\(\)/);
    assert.match(headers.get('x-request-id'), /^[0-9a-f]{32}$/);
    assert.equal(headers.get('strict-transport-security'), null);
    assert.equal(headers.get('server'), 'nginx');
  });
}

test('shells are checked anew each time, hashed files are kept for ever', async () => {
  const shell = await client.get('/app/anything');
  assert.equal(shell.status, 200);
  assert.equal(shell.headers.get('cache-control'), 'no-cache');
  const script = /\/assets\/[^"]+\.js/.exec(shell.text)[0];
  const file = await client.get(script);
  assert.equal(file.status, 200);
  assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable');
});

test("a customer's link opens the portal and is never stored by a cache", async () => {
  const got = await client.get('/p/some.token-with_signs');
  assert.equal(got.status, 200);
  assert.equal(got.headers.get('cache-control'), 'no-store');
  assert.equal(got.text, (await client.get('/portal')).text);
});

test('a request id of the caller is replaced by ours', async () => {
  const got = await client.get('/healthz', { 'x-request-id': 'forged' });
  assert.match(got.headers.get('x-request-id'), /^[0-9a-f]{32}$/);
});

test('a body over one MiB is refused as a problem', async () => {
  const got = await client.post('/api/v1/customers', Buffer.alloc(1200000, 32));
  assert.equal(got.status, 413);
  assert.equal(got.type, 'application/problem+json');
  assert.equal(got.body.status, 413);
  assert.equal(got.body.request_id, got.headers.get('x-request-id'));
});

test('a batch over one MiB passes nginx', async () => {
  const got = await client.post('/api/v1/customers/batch', Buffer.alloc(1200000, 32));
  assert.notEqual(got.status, 413);
});

test('trying passwords in a row is slowed down as a problem with Retry-After', async () => {
  const statuses = [];
  let last;
  for (let i = 0; i < 6; i++) {
    last = await client.post('/api/collector/v1/session', { email: 'nobody@example.com', password: 'x' });
    statuses.push(last.status);
  }
  assert.ok(!statuses.slice(0, 4).includes(503), statuses.join());
  assert.equal(last.status, 429);
  assert.equal(last.type, 'application/problem+json');
  assert.ok(Number(last.headers.get('retry-after')) > 0);
});

test('no log holds a token or a query', async () => {
  await client.get('/p/SecretOfALink?x=SecretOfAQuery');
  await client.get('/portal/SecretOfALink');
  await client.get('/api/portal/v1/access/SecretOfALink?x=SecretOfAQuery');
  await client.get('/api/collector/v1/worklist?q=SecretOfAQuery');
  await until(() => stack.events('access').length > 0);
  for (const part of ['access', 'nginx', 'web']) assert.doesNotMatch(stack.log(part), /SecretOf/);
});

test('the access log is one JSON object a line with the id of the answer', async () => {
  const { headers } = await client.get('/app');
  const line = await until(() => stack.events('access').find((e) => e.request_id === headers.get('x-request-id')));
  assert.equal(line.route, 'page');
  assert.equal(line.status, 200);
});

test('a backend that is away is 503 with Retry-After, and its links stay out of the error log', async () => {
  await stack.kill('web');
  const got = await client.get('/api/portal/v1/access/SecretOfALink');
  assert.equal(got.status, 503);
  assert.equal(got.type, 'application/problem+json');
  assert.ok(Number(got.headers.get('retry-after')) > 0);
  assert.equal(got.headers.get('content-security-policy'), POLICY);
  assert.doesNotMatch(readFileSync(join(stack.var, 'log/nginx.log'), 'utf8'), /SecretOf/);
  await stack.spawn('web');
  await stack.ready();
});

test('what is installed, and what the installation says to do, holds 2,000 open pages', async () => {
  const to = mkdtempSync(join(tmpdir(), 'dunlin-install-'));
  try {
    const { code, out, err } = await run(join(TOP, '.make/install.sh'), [to, '/usr', '/etc']);
    assert.equal(code, 0, err);
    const files = Number(/^LimitNOFILE=(\d+)$/m.exec(readFileSync(join(to, 'usr/lib/systemd/system/nginx.service.d/dunlin.conf'), 'utf8'))[1]);
    mkdirSync(join(to, 'etc/nginx'), { recursive: true });
    const conf = join(to, 'etc/nginx/nginx.conf');
    writeFileSync(conf, 'events {\n\tworker_connections 768;\n}\n'); // as Debian ships it
    const step = out.split('\n').find((line) => line.includes('worker_connections')).replace('/etc/nginx', join(to, 'etc/nginx'));
    assert.equal((await run('sh', ['-c', step])).code, 0);
    const lines = Number(/worker_connections (\d+);/.exec(readFileSync(conf, 'utf8'))[1]);
    assert.ok(lines >= 2 * 2000, `${lines} lines a process`); // all may come to the same one, each with a request on its way
    assert.ok(files > 2 * lines, `${files} files for ${lines} lines`);
  } finally {
    rmSync(to, { recursive: true });
  }
});
