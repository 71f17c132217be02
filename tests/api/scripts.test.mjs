// The Scripts page's road: read, check, keep, activate, and who may not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';

const V1 = '/api/admin/v1/scripts';
let stack;
let admin;

before(async () => {
  stack = await Stack.start({ company: null });
  const added = await stack.dunlin('user', 'add', 'admin@example.com', '--name', 'Ada Admin',
    '--role', 'admin', '--json');
  assert.equal(added.code, 0, added.err);
  admin = await stack.login({ email: 'admin@example.com', ...added.json });
});
after(() => stack?.stop());

test('what ships is listed with its active version', async () => {
  const { rows } = await admin.must(200, 'GET', V1);
  const standard = rows.find((r) => r.kind === 'strategy' && r.name === 'standard');
  assert.equal(standard.active.version_no, 1);
  assert.equal(standard.active.by, 'install');
  assert.match(standard.active.sha256, /^[0-9a-f]{64}$/);
  assert.equal(standard.error, null);
  assert.equal(standard.latest_version_no, 1);
});

test('a changed offset is checked, kept and made active', async () => {
  const { body } = await admin.must(200, 'GET', `${V1}/strategy/standard/versions/1`);
  const changed = body.replace('after_due(3)', 'after_due(5)');
  assert.notEqual(changed, body);

  const check = await admin.must(200, 'POST', `${V1}/check`, { kind: 'strategy', name: 'standard', body: changed });
  assert.equal(check.ok, true, JSON.stringify(check));
  assert.deepEqual(check.declares.steps.map((s) => s.at),
    ['due-3', 'due+5', 'due+10', 'due+20', 'due+30', 'due+60']);

  const kept = await admin.must(201, 'POST', `${V1}/strategy/standard/versions`, { body: changed, comment: 'two days later' });
  assert.equal(kept.version_no, 2);
  assert.equal(kept.state, 'checked');
  const before = await admin.must(200, 'GET', `${V1}/strategy/standard`);
  assert.equal(before.active.version_no, 1);

  const done = await admin.must(200, 'POST', `${V1}/strategy/standard/activate`, { version_no: 2 });
  assert.deepEqual(done.effect, { cases: 0 });
  const now = await admin.must(200, 'GET', `${V1}/strategy/standard`);
  assert.equal(now.active.version_no, 2);
  assert.equal(now.active.by, 'Ada Admin');
  assert.deepEqual(now.versions.map((v) => v.state), ['active', 'superseded']);
  assert.equal(now.versions[0].comment, 'two days later');
});

test('a text that does not load is refused with its line, and nothing is kept', async () => {
  const body = 'return strategy {\n   name = "S",\n   steps = { step { id = "a" } },\n}\n';
  const check = await admin.must(200, 'POST', `${V1}/check`, { kind: 'strategy', name: 'low-touch', body });
  assert.equal(check.ok, false);
  assert.deepEqual(check.errors, [{ line: 3, column: 0,
    message: "low-touch.lua:3: step 'a': 'at' is missing, such as at = after_due(3)" }]);
  const problem = await admin.must(422, 'POST', `${V1}/strategy/low-touch/versions`, { body });
  assert.equal(problem.errors[0].pointer, '/body');
  assert.match(problem.errors[0].message, /low-touch\.lua:3/);
  assert.equal((await admin.must(200, 'GET', `${V1}/strategy/low-touch`)).latest_version_no, 1);
});

test('who edits an older version is told so', async () => {
  const { body } = await admin.must(200, 'GET', `${V1}/strategy/high-risk/versions/1`);
  const got = await admin.request('POST', `${V1}/strategy/high-risk/versions`, { body: `${body}\n` }, { 'if-match': '"9"' });
  assert.equal(got.status, 412);
});

test('an answer that was compressed is edited by the tag that came with it', async () => {
  const at = `${V1}/strategy/high-risk`;
  let { body } = await admin.must(200, 'GET', `${at}/versions/1`);
  let weak = 0;
  for (let k = 0; k < 6; k++) {
    const seen = await admin.request('GET', at);
    const tag = seen.headers.get('etag');
    weak += tag.startsWith('W/') && seen.headers.get('content-encoding') === 'gzip';
    body += '\n';
    await admin.must(201, 'POST', `${at}/versions`, { body }, { 'if-match': tag });
  }
  assert.ok(weak, 'none was compressed');
  await admin.must(412, 'POST', `${at}/versions`, { body: `${body}\n` }, { 'if-match': 'W/"1"' });
});

test('unknown scripts and versions are 404, and a collector may not enter', async () => {
  await admin.must(404, 'GET', `${V1}/strategy/nobody`);
  await admin.must(404, 'GET', `${V1}/strategy/standard/versions/99`);
  await admin.must(404, 'POST', `${V1}/strategy/standard/activate`, { version_no: 99 });
  await admin.must(422, 'POST', `${V1}/nothing/x/versions`, { body: 'return 1' });
  const added = await stack.dunlin('user', 'add', 'c@example.com', '--name', 'Carl', '--json');
  const collector = await stack.login({ email: 'c@example.com', ...added.json });
  assert.equal((await collector.request('GET', V1)).status, 403);
});
