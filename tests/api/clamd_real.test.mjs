// Debian's own clamd scans what is handed over: by each way in of the portal, and by staff.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { EICAR, EICAR_FOUND, RealClamd } from '../harness/clamd.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';

const MOST = 2 << 20;
const RAW = { 'content-type': 'application/octet-stream' };
let clamd, stack, staff, portal, dispute, asked;

before(async () => {
  clamd = await RealClamd.start({ most: MOST });
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', conf: { clamd: clamd.at } });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  portal = await stack.portal((await staff.must(201, 'POST', '/customers/10/portal-links', { scope: 'account', contact_id: '101' })).url);
  ({ id: dispute } = await portal.must(201, 'POST', '/invoices/11/disputes', { amount: '5.00', reason_code: 'price' }));
  ({ id: asked } = await staff.must(201, 'POST', '/customers/10/document-requests', { kind: 'tax_form', body: 'Your form, please', due_on: '2026-03-20' }));
});
after(async () => {
  await stack?.stop();
  await clamd?.stop();
});

/** Every way in by which a file comes: its name, and how to hand one over. */
const ways = () => Object.entries({
  message: [portal, '/attachments/unsent?'],
  evidence: [portal, `/disputes/${dispute}/files?`],
  document: [portal, `/document-requests/${asked}/files?`],
  staff: [staff, '/attachments?owner_kind=customer&owner_id=10&'],
}).map(([way, [who, path]]) => ({ way, hand: (bytes, name = 'file.txt') => who.request('POST', `${path}file_name=${name}`, bytes, RAW) }));
const files = () => {
  try {
    return readdirSync(join(stack.var, 'files'), { recursive: true }).filter((name) => /[0-9a-f]{64}$/.test(name)).length;
  } catch {
    return 0;
  }
};
const rows = async () => Number((await stack.sql('SELECT COUNT(*) AS n FROM attachment'))[0].n);
const said = ({ status, body }) => [status, body?.type?.split('/').at(-1), body?.detail];

/** A ZIP of one file, as a person would hide it in. */
function zip(name, bytes) {
  const packed = deflateRawSync(bytes), crc = crc32(bytes);
  const sizes = Buffer.alloc(12);
  [crc, packed.length, bytes.length].forEach((n, k) => sizes.writeUInt32LE(n, 4 * k));
  const common = Buffer.concat([Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x5c]), sizes, Buffer.from([name.length, 0, 0, 0])]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

test('what is clean comes in by every way', async () => {
  for (const { way, hand } of ways()) assert.equal((await hand(Buffer.from(`clean: ${way}`))).status, 201, way);
});

test('a virus comes in by none, plain or packed, is kept nowhere, and stands in the audit by its name', async () => {
  const [kept, there] = [await rows(), files()];
  for (const { way, hand } of ways()) {
    for (const [name, bytes] of [['invoice.txt', EICAR], ['invoice.zip', zip('invoice.txt', EICAR)], ['invoice.gz', gzipSync(EICAR)]]) {
      assert.deepEqual(said(await hand(bytes, name)), [422, 'file-infected', `A virus was found in the file: ${EICAR_FOUND}.`], `${way}: ${name}`);
    }
  }
  assert.deepEqual([await rows(), files()], [kept, there]);
  const trail = await stack.sql("SELECT customer_id, after_json FROM audit_event WHERE action = 'attachment.infected'");
  assert.equal(trail.length, 12);
  assert.deepEqual([trail[0].customer_id, JSON.parse(trail[0].after_json)], ['10', { file_name: 'invoice.txt', found: `${EICAR_FOUND}.` }]);
});

test('what is more than it scans is refused, not let through', async () => {
  const kept = await rows();
  const got = await ways()[0].hand(Buffer.alloc(MOST + (1 << 20), 'a line of a long list\n'), 'list.txt');
  assert.deepEqual(said(got), [422, 'file-refused', 'The virus scanner does not take the file. Send a smaller one, or a plain document.']);
  assert.equal(await rows(), kept);
});

test('while it is down every way is shut with a word why; back again, the same file is taken', async () => {
  await clamd.kill();
  const [kept, there] = [await rows(), files()];
  for (const { way, hand } of ways()) {
    assert.deepEqual(said(await hand(Buffer.from(`later: ${way}`))),
      [503, 'not-scanned', 'The virus scanner does not answer, so no file is taken now. Try again in a few minutes.'], way);
    assert.equal((await hand(EICAR)).status, 503, way);
  }
  assert.deepEqual([await rows(), files()], [kept, there]);
  await clamd.run();
  for (const { way, hand } of ways()) assert.equal((await hand(Buffer.from(`later: ${way}`))).status, 201, way);
});
