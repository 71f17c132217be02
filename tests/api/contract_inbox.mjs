// What the inbox answers, for the contract.
import { insert } from './fixture.mjs';

export async function inbox({ stack, contract, staff, admin, portal }) {
  await portal.must(201, 'POST', '/messages', { body: 'The price is wrong. We pay on 12 March.', client_key: 'inbox' });
  await staff.must(200, 'GET', '/inbox/summary');
  const [{ conversation_id: id }] = (await staff.must(200, 'GET', '/inbox?whose=all&limit=100')).rows.slice(-1);
  const { colleagues } = await staff.must(200, 'GET', `/inbox/${id}`);
  await staff.must(200, 'POST', `/inbox/${id}/assign`, { assignee_id: colleagues[0].id });
  await staff.must(201, 'POST', `/inbox/${id}/answer`, { body: 'We look into it.', by: 'portal' });
  await portal.must(201, 'POST', '/messages', { body: 'Thank you.', client_key: 'inbox2' });
  await staff.must(200, 'POST', `/inbox/${id}/done`, { outcome: 'all said' });
  await staff.must(200, 'POST', `/inbox/${id}/reopen`);
  await staff.must(200, 'POST', `/inbox/${id}/done`, {});
  const [{ id: whose }] = await stack.sql('SELECT MIN(customer_id) AS id FROM message WHERE body = \'Thank you.\'');
  for (const part of ['master-data', 'sent', 'settlements']) await staff.must(200, 'GET', `/customers/${whose}/${part}?limit=2`);
  const octets = { 'content-type': 'application/octet-stream' };
  for (const [who, base, more] of [[portal, '', ''], [staff, `/customers/${whose}`, `&customer_id=${whose}`]]) {
    const { id: file } = await who.must(201, 'POST', `/attachments/unsent?file_name=slip.txt${more}`, 'paid on Friday', octets);
    await who.must(201, 'POST', `${base}/messages`, { body: 'See the slip.', client_key: `slip${base}`, file_ids: [file] });
    const { rows } = await who.must(200, 'GET', `${base}/chat?after=0`);
    await who.must(200, 'POST', `${base}/live`, { chat: true, read_up_to: rows.at(-1).seq, typing: true });
  }
  const { id: left } = await portal.must(201, 'POST', '/attachments/unsent?file_name=left.txt&client_key=left', 'not sent', octets);
  await portal.must(200, 'GET', '/attachments/unsent');
  await portal.must(204, 'DELETE', `/attachments/unsent/${left}`);
  await portal.must(204, 'GET', '/events');
  const mail = (n) => insert('inbound_mail', {
    id: n, mailbox: 'm', uidvalidity: 1, uid: n, raw_hash: 'x', kind: 'reply', state: 'unassigned', why: 'unknown', from_email: 'a@b.example',
    subject: 'Lost', body: 'Whose is this?', received_at: '2026-03-04',
  });
  await stack.mysql(`${mail(1)}${mail(2)}${insert('inbound_file', { inbound_id: 1, no: 1, file_name: 'a.exe', bytes_n: 3, type: 'application/x-dosexec', refused: 'no' })}`);
  const at = '/api/collector/v1/unassigned-mail';
  await admin.must(200, 'GET', at);
  await admin.must(200, 'GET', `${at}/1`);
  const [{ id: customer }] = await stack.sql('SELECT MIN(customer_id) AS id FROM case_state');
  await admin.must(200, 'POST', `${at}/1/assign`, { customer_id: customer });
  await admin.must(200, 'POST', `${at}/2/drop`);
  // a picture and a redirect have no body to be judged
  const reader = `${stack.url}/api/portal/v1/mail/none`;
  const [picture, led] = await Promise.all(['opened', 'links/1'].map((what) => fetch(`${reader}/${what}`, { redirect: 'manual' })));
  if (picture.status !== 200 || picture.headers.get('content-type') !== 'image/gif') throw new Error('no picture');
  if (led.status !== 302 || led.headers.get('location') !== `${stack.url}/portal`) throw new Error('led astray');
  contract.seen.add('GET /api/portal/v1/mail/{token}/opened');
  contract.seen.add('GET /api/portal/v1/mail/{token}/links/{no}');
}
