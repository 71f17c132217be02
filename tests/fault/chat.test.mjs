// Both sides of a conversation write, with files, while nginx, web, worker and the database are
// killed and started again in turn: every message stands once, in one order, and whoever follows
// by number has seen each exactly once. CHAT_ROUNDS sets how often the four are killed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stack } from '../harness/stack.mjs';
import { listen } from '../harness/stream.mjs';
import { addUser, COMPANY } from '../api/fixture.mjs';

const ROUNDS = Number(process.env.CHAT_ROUNDS ?? 1);
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let stack, staff, portal;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', live: true, worker: true });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  portal = await stack.portal((await staff.must(201, 'POST', '/customers/10/portal-links', { scope: 'account', contact_id: '101' })).url);
});
after(() => stack?.stop());

/** What a page does: the same call until it is answered. */
async function answered(call) {
  for (;;) {
    try {
      const got = await call();
      if (got.status < 500 && got.status !== 429) return got;
    } catch { /* no answer */ }
    await sleep(100);
  }
}

class Side {
  constructor(name, client, base, upload, done) {
    Object.assign(this, { name, client, base, upload, done, seen: [], sent: [], last: 0 });
  }
  async write() {
    for (let n = 1; !this.done(); n++) {
      const key = `${this.name}-${n}`, body = { body: key, client_key: key };
      if (n % 5 === 0) {
        const got = await answered(() => this.client.request('POST', `/attachments/unsent?file_name=${key}.png${this.upload}`, PNG, { 'content-type': 'application/octet-stream' }));
        assert.equal(got.status, 201, got.text);
        body.file_ids = [got.body.id];
      }
      const got = await answered(() => this.client.post(`${this.base}/messages`, body));
      assert.equal(got.status, 201, got.text);
      this.sent.push(key);
      await sleep(30);
    }
  }
  /** Asks behind the last number, on each event and from time to time. */
  async fetch() {
    const got = await answered(() => this.client.get(`${this.base}/chat?after=${this.last}`));
    assert.equal(got.status, 200, got.text);
    for (const row of got.body.rows) {
      this.seen.push(row);
      this.last = row.seq;
    }
    return got.body.rows.length;
  }
  async follow() {
    let stream = null;
    while (!this.done()) {
      try {
        stream ??= await listen(this.client, '/events');
        if (stream.status !== 200) throw new Error('no stream');
        await Promise.race([stream.wait((e) => e.event === 'chat', 300).catch(() => {}), sleep(300)]);
        stream.got.length = 0;
      } catch {
        await stream?.close().catch(() => {});
        stream = null;
      }
      await this.fetch();
      await answered(() => this.client.post(`${this.base}/live`, { chat: true, read_up_to: this.last }));
    }
    await stream?.close();
  }
}

test('every message once, in order, on both sides, whatever is killed', async () => {
  let over = false;
  const done = () => over;
  const sides = [new Side('customer', portal, '', '', done), new Side('collector', staff, '/customers/10', '&customer_id=10', done)];
  const busy = sides.flatMap((side) => [side.write(), side.follow()]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const part of ['nginx', 'web', 'worker', 'mariadb']) {
      await sleep(700);
      await stack.restart(part, 'SIGKILL');
      await stack.ready();
    }
  }
  await sleep(700);
  over = true;
  await Promise.all(busy);
  const all = sides.flatMap((side) => side.sent).sort();
  for (const side of sides) {
    while (await side.fetch()) { /* the rest */ }
    assert.deepEqual(side.seen.map((row) => row.body).sort(), all, `${side.name} has seen each once`);
    assert.deepEqual(side.seen.map((row) => row.seq), side.seen.map((_, i) => i + 1), 'in order, without a gap');
    for (const other of sides) {
      const own = side.seen.map((row) => row.body).filter((body) => other.sent.includes(body));
      assert.deepEqual(own, other.sent, 'each writer\'s in the order in which they were written');
    }
    for (const row of side.seen) assert.equal(row.files.length, Number(row.body.split('-')[1]) % 5 === 0 ? 1 : 0, `${row.body} has its file once`);
  }
  assert.ok(all.length >= 8 * ROUNDS, `${all.length} messages`);
});
