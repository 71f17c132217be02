// Refusals say what would be taken instead.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { COMPANY } from './fixture.mjs';

let stack, staff, admin;
before(async () => {
  stack = await Stack.start({ now: '2026-03-04T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.admin();
  admin = Object.assign(stack.client('/api/admin/v1'), { cookies: staff.cookies, csrf: staff.csrf });
});
after(() => stack?.stop());

const refused = async (who, ...call) => {
  const got = await who.request('POST', ...call);
  assert.equal(got.status, 422, JSON.stringify(got.body));
  return got.body;
};

test('a reason that is none: those that there are, for a dispute and for a deduction', async () => {
  const open = (more) => refused(staff, '/items/11/disputes', { reason_code: 'weather', amount: '10.00', ...more });
  const [fault] = (await open()).errors;
  assert.equal(fault.pointer, '/reason_code');
  assert.match(fault.message, /^must be one of: (\w+, )*quality(, \w+)*$/);
  const known = (await stack.sql("SELECT code FROM dispute_reason WHERE active = 1 AND kind <> 'deduction'")).map((r) => r.code).sort();
  assert.deepEqual(fault.message.slice('must be one of: '.length).split(', ').sort(), known);
  const { id } = await staff.must(201, 'POST', '/items/11/disputes', { reason_code: 'quality', amount: '10.00' });
  const [row] = await stack.sql(`SELECT version FROM dispute WHERE id = ${id}`);
  const changed = await staff.request('PATCH', `/disputes/${id}`, { reason_code: 'weather' }, { 'if-match': `"${row.version}"` });
  assert.match(JSON.stringify(changed.body), /must be one of: /);
});

test('a variant for nobody: what it needs', async () => {
  const got = await refused(admin, '/templates/reminder_first/variants', { name: 'x', purpose: 'for nobody' });
  assert.deepEqual(got.errors, [{ pointer: '/category', message: 'give a category or days past due: without either nobody would get it' }]);
});

test('a file whose content is not what it is called: so, and what to do', async () => {
  const hand = async (name, bytes) => (await staff.request('POST', `/attachments/unsent?${new URLSearchParams({ file_name: name, customer_id: '10' })}`, bytes, { 'content-type': 'application/octet-stream' })).body;
  const noise = Buffer.from(Array.from({ length: 400 }, (_, k) => (k * 97 + 131) % 256));
  assert.match(JSON.stringify(await hand('contract.docx', noise)), /The file is called \.docx, but its content is not recognised as such/);
  assert.match(JSON.stringify(await hand('program.exe', noise)), /Files of the type application\/octet-stream are not taken/);
});
