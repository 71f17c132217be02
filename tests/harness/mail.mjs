// Reads messages back: of the outbox folder, or as they came over the wire.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

function decodeWords(text) {
  return text.replace(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1').replace(
    /=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi,
    (_, charset, kind, body) => (kind.toUpperCase() === 'B'
      ? Buffer.from(body, 'base64')
      : Buffer.from(body.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/gi, (__, h) => String.fromCharCode(parseInt(h, 16))), 'latin1')
    ).toString(/utf-8/i.test(charset) ? 'utf8' : 'latin1'));
}

function decodeBody(body, encoding = '') {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'latin1').toString('utf8');
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, h) => String.fromCharCode(parseInt(h, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function part(raw) {
  const cut = /\r?\n\r?\n/.exec(raw);
  const head = raw.slice(0, cut ? cut.index : raw.length).replace(/\r?\n[ \t]+/g, ' ');
  const body = cut ? raw.slice(cut.index + cut[0].length) : '';
  const headers = {};
  for (const line of head.split(/\r?\n/)) {
    const at = line.indexOf(':');
    if (at > 0) (headers[line.slice(0, at).toLowerCase()] ??= []).push(line.slice(at + 1).trim());
  }
  return { headers, body };
}

/** {headers: {name: [value…]}, subject, to, from, messageId, text, html, raw} of a message's bytes. */
export function parseMail(bytes) {
  const raw = Buffer.isBuffer(bytes) ? bytes.toString('latin1') : bytes;
  const mail = { ...part(raw), raw, text: undefined, html: undefined };
  const walk = ({ headers, body }) => {
    const type = headers['content-type']?.[0] ?? 'text/plain';
    const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
    if (boundary) {
      body.split(`--${boundary}`).slice(1, -1).forEach((p) => walk(part(p.replace(/^\r?\n/, ''))));
      return;
    }
    const decoded = decodeBody(body, headers['content-transfer-encoding']?.[0]);
    if (/text\/html/i.test(type)) mail.html ??= decoded;
    else if (/text\/plain/i.test(type)) mail.text ??= decoded;
  };
  walk(mail);
  const header = (name) => decodeWords(Buffer.from(mail.headers[name]?.join(', ') ?? '', 'latin1').toString('utf8'));
  mail.subject = header('subject');
  mail.to = header('to');
  mail.from = header('from');
  mail.messageId = header('message-id');
  return mail;
}

/** The messages of a folder, oldest name first. */
export function mailsIn(folder) {
  let names = [];
  try {
    names = readdirSync(folder, { recursive: true }).map(String);
  } catch (e) {
    if (e.code !== 'ENOENT') throw e;
  }
  return names.filter((n) => n.endsWith('.eml')).sort()
    .map((n) => ({ file: n, ...parseMail(readFileSync(join(folder, n))) }));
}
