// Reads messages back: of the outbox folder, or of an SMTP sink.
import { createServer } from 'node:net';
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

/**
 * An SMTP server on 127.0.0.1 that keeps what it accepted in .messages
 * ({from, to: […], at, …parsed}). `answer(verb, argument, session)` may return a
 * reply line of its own, or null to drop the connection there; verb "." is the end of
 * a message's data.
 */
export class SmtpSink {
  static async start(answer = () => undefined) {
    const sink = new SmtpSink();
    sink.messages = [];
    sink.answer = answer;
    sink.server = createServer((socket) => sink.#serve(socket));
    await new Promise((ok) => sink.server.listen(0, '127.0.0.1', ok));
    sink.port = sink.server.address().port;
    sink.url = `smtp://127.0.0.1:${sink.port}`;
    return sink;
  }

  #serve(socket) {
    let rest = '', data = null, session = { to: [] };
    const reply = async (verb, argument, usual, then) => {
      const own = await this.answer(verb, argument, session);
      if (own === null) return socket.destroy();
      if (own === undefined || own[0] === '2' || own[0] === '3') then?.();
      if (!socket.destroyed) socket.write(`${own ?? usual}\r\n`);
    };
    let queue = Promise.resolve();
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.write('220 sink ESMTP\r\n');
    socket.on('data', (chunk) => {
      rest += chunk;
      queue = queue.then(async () => {
        for (let at; (at = rest.indexOf('\r\n')) >= 0;) {
          const line = rest.slice(0, at);
          rest = rest.slice(at + 2);
          if (data !== null && line !== '.') {
            data.push(line.startsWith('.') ? line.slice(1) : line);
            continue;
          }
          if (data !== null) {
            const raw = data.join('\r\n');
            data = null;
            await reply('.', raw, '250 2.0.0 kept', () => {
              this.messages.push({ from: session.from, envelope: session.to, at: Date.now(), ...parseMail(raw) });
            });
            session = { to: [] };
            continue;
          }
          const [, verb, argument] = /^(\S*)\s*(.*)$/.exec(line);
          switch (verb.toUpperCase()) {
            case 'EHLO': await reply('EHLO', argument, '250-sink\r\n250-8BITMIME\r\n250 PIPELINING'); break;
            case 'MAIL': await reply('MAIL', argument, '250 ok', () => { session.from = argument; }); break;
            case 'RCPT': await reply('RCPT', argument, '250 ok', () => session.to.push(argument.replace(/^TO:<?([^>]*)>?.*/i, '$1'))); break;
            case 'DATA': await reply('DATA', argument, '354 go on', () => { data = []; }); break;
            case 'RSET': session = { to: [] }; await reply('RSET', argument, '250 ok'); break;
            case 'QUIT': socket.end('221 bye\r\n'); break;
            default: await reply(verb, argument, '250 ok');
          }
        }
      });
    });
  }

  stop() {
    return new Promise((ok) => this.server.close(ok));
  }
}
