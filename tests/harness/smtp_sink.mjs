// An SMTP server on 127.0.0.1 that keeps what it accepted, and misbehaves where a test
// wants it to.
//
//    const sink = await SmtpSink.start();
//    sink.answer = (verb, argument) => (verb === 'RCPT' ? '450 later' : undefined);
//    ... sink.messages: [{from, envelope: [...], at, subject, text, html, ...}]
//
// answer(verb, argument, session) may return a reply line of its own ("451 busy"), null
// to drop the connection there, or a promise of either; undefined is the usual reply. The
// verbs are those of the protocol, "CONNECT" before the greeting, and "." at the end of a
// message's data, with the data as argument: null there is a server that dies before it
// says whether it took the message. What it answers with 2xx at "." is kept; what it
// drops there stands in .seen only.
import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { parseMail } from './mail.mjs';

export class SmtpSink {
  /** auth: {user, password} that it wants; tls: {key, cert} offers STARTTLS. */
  static async start({ answer = () => undefined, auth, tls } = {}) {
    const sink = new SmtpSink();
    Object.assign(sink, { answer, auth, tls, messages: [], seen: [], verbs: [], connections: 0, sockets: new Set() });
    sink.server = createServer((socket) => sink.#serve(socket));
    await new Promise((ok) => sink.server.listen(0, '127.0.0.1', ok));
    sink.port = sink.server.address().port;
    sink.url = `smtp://127.0.0.1:${sink.port}`;
    return sink;
  }

  stop() {
    this.sockets.forEach((s) => s.destroy());
    return new Promise((ok) => this.server.close(ok));
  }

  #serve(socket) {
    this.connections++;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    const session = { to: [], secure: false, known: !this.auth };
    this.#listen(socket, session, true);
  }

  #listen(socket, session, greet) {
    const say = (text) => { if (!socket.destroyed) socket.write(`${text}\r\n`); };
    let rest = '', data = null, queue = Promise.resolve();

    const reply = async (verb, argument, usual, then) => {
      this.verbs.push(verb);
      const own = await this.answer(verb, argument, session);
      if (own === null) return socket.destroy();
      if (own === undefined || /^[23]/.test(own)) then?.();
      say(own ?? usual);
    };
    const message = async (raw) => {
      const mail = { from: session.from, envelope: session.to, at: Date.now(), secure: session.secure, ...parseMail(raw) };
      this.seen.push(mail);
      await reply('.', raw, '250 2.0.0 kept', () => this.messages.push(mail));
      session.to = [];
    };
    const login = (text) => {
      const [, user, password] = Buffer.from(text, 'base64').toString().split('\0');
      session.known = user === this.auth.user && password === this.auth.password;
      return session.known ? '235 welcome' : '535 5.7.8 wrong';
    };
    const command = async (line) => {
      const [, verb, argument] = /^(\S*)\s*(.*)$/.exec(line);
      const name = verb.toUpperCase();
      if (!session.known && ['MAIL', 'RCPT', 'DATA'].includes(name)) return say('530 5.7.0 login first');
      switch (name) {
        case 'EHLO': {
          const offers = ['sink', '8BITMIME', ...(this.tls && !session.secure ? ['STARTTLS'] : []),
            ...(this.auth ? ['AUTH PLAIN'] : []), 'ENHANCEDSTATUSCODES'];
          return reply(name, argument, offers.map((o, i) => `250${i < offers.length - 1 ? '-' : ' '}${o}`).join('\r\n'));
        }
        case 'STARTTLS': {
          if (!this.tls) return say('502 no');
          this.verbs.push(name);
          say('220 go on');
          socket.removeAllListeners('data');
          const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(this.tls) });
          session.secure = true;
          return this.#listen(secure, session, false);
        }
        case 'AUTH': {
          this.verbs.push(name);
          const [, kind, first] = /^(\S+)\s*(.*)$/.exec(argument);
          if (!this.auth || kind.toUpperCase() !== 'PLAIN') return say('504 no');
          if (first) return say(login(first));
          session.expects = (text) => say(login(text));
          return say('334 ');
        }
        case 'MAIL': return reply(name, argument, '250 ok', () => {
          session.from = argument.replace(/^FROM:<?([^>]*)>?.*/i, '$1');
          session.to = [];
        });
        case 'RCPT': return reply(name, argument, '250 ok', () => session.to.push(argument.replace(/^TO:<?([^>]*)>?.*/i, '$1')));
        case 'DATA': return session.to.length
          ? reply(name, argument, '354 go on', () => { data = []; })
          : reply(name, argument, '503 nobody to write to');
        case 'RSET': session.to = []; return reply(name, argument, '250 ok');
        case 'QUIT': this.verbs.push(name); return socket.end('221 bye\r\n');
        default: return reply(name, argument, '250 ok');
      }
    };
    const take = async (line) => {
      if (data !== null && line !== '.') {
        data.push(line.startsWith('.') ? line.slice(1) : line);
      } else if (data !== null) {
        const raw = data.join('\r\n');
        data = null;
        await message(raw);
      } else if (session.expects) {
        const expects = session.expects;
        session.expects = undefined;
        expects(line);
      } else {
        await command(line);
      }
    };

    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      queue = queue.then(async () => {
        for (let at; !socket.destroyed && (at = rest.indexOf('\r\n')) >= 0;) {
          const line = rest.slice(0, at);
          rest = rest.slice(at + 2);
          await take(line);
        }
      });
    });
    if (greet) queue = queue.then(() => reply('CONNECT', '', '220 sink ESMTP'));
  }
}
