// Two scanners of files. Clamd speaks the INSTREAM of clamd(8), finds the EICAR test file, as every
// scanner does, and misbehaves where a test wants it to. RealClamd is ClamAV's own program, whose
// published signatures would come over the network: it has one of ours.
//
//    const clamd = await Clamd.start();            // clamd.at: "127.0.0.1:1234"
//    await Clamd.start({ path: '/…/clamd.ctl' });  // a local socket
//    clamd.answer = (bytes) => 'stream: OK';       // null drops the connection
//
//    const real = await RealClamd.start();         // ClamAV's own, with a signature of ours
//    await real.kill(); await real.run();          // gone, and back at the same socket
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './stack.mjs';

/** In two pieces, so that no scanner takes this file for it. */
export const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STAND', 'ARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

export class Clamd {
  static async start({ path } = {}) {
    const clamd = new Clamd();
    Object.assign(clamd, { seen: [], sockets: new Set(), answer: Clamd.judge });
    clamd.server = createServer((socket) => clamd.#serve(socket));
    await new Promise((ok, no) => clamd.server.on('error', no).listen(path ?? { port: 0, host: '127.0.0.1' }, ok));
    clamd.at = path ?? `127.0.0.1:${clamd.server.address().port}`;
    return clamd;
  }

  static judge(bytes) { return bytes.includes(EICAR) ? 'stream: Eicar-Signature FOUND' : 'stream: OK'; }

  stop() {
    this.sockets.forEach((s) => s.destroy());
    return new Promise((ok) => this.server.close(ok));
  }

  #serve(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => {});
    let rest = Buffer.alloc(0), begun = false;
    const parts = [];
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      if (!begun) {
        const command = 'zINSTREAM\0';
        if (rest.length < command.length) return;
        if (rest.subarray(0, command.length).toString('latin1') !== command) {
          socket.end('UNKNOWN COMMAND\0');
          return;
        }
        begun = true;
        rest = rest.subarray(command.length);
      }
      while (rest.length >= 4) {
        const n = rest.readUInt32BE(0);
        if (n === 0) {
          this.#end(socket, Buffer.concat(parts));
          return;
        }
        if (rest.length < 4 + n) return;
        parts.push(rest.subarray(4, 4 + n));
        rest = rest.subarray(4 + n);
      }
    });
  }

  #end(socket, bytes) {
    this.seen.push(bytes);
    const said = this.answer(bytes);
    if (said === null) socket.destroy();
    else socket.end(`${said}\0`);
  }
}

/** What RealClamd calls EICAR: a name of ours, which it marks as no official one. */
export const EICAR_FOUND = 'Dunlin.Test.Eicar.UNOFFICIAL';

/** Debian's clamd with a database of its own, which holds EICAR alone; it ends with the test. */
export class RealClamd {
  /** most: bytes of the largest file that it takes. */
  static async start({ most = 20 << 20 } = {}) {
    const clamd = new RealClamd();
    clamd.dir = mkdtempSync(join(tmpdir(), 'dunlin-clamd-'));
    clamd.at = join(clamd.dir, 'clamd.ctl');
    mkdirSync(join(clamd.dir, 'signatures'));
    writeFileSync(join(clamd.dir, 'signatures/own.ndb'), `Dunlin.Test.Eicar:0:*:${EICAR.toString('hex')}\n`);
    writeFileSync(join(clamd.dir, 'clamd.conf'), [`LocalSocket ${clamd.at}`, `DatabaseDirectory ${join(clamd.dir, 'signatures')}`,
      `TemporaryDirectory ${clamd.dir}`, `StreamMaxLength ${most}`, 'Foreground yes', 'MaxThreads 2', ''].join('\n'));
    await clamd.run();
    return clamd;
  }

  async run() {
    const log = openSync(join(this.dir, 'log'), 'a');
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'clamd', '-c', join(this.dir, 'clamd.conf')],
      { stdio: ['ignore', log, log], env: { PATH: `${process.env.PATH}:/usr/sbin` } });
    closeSync(log);
    this.child = child;
    this.ended = new Promise((ok) => child.on('exit', ok).on('error', ok));
    const answers = () => new Promise((ok) => {
      const socket = connect(this.at, () => { socket.destroy(); ok(true); }).on('error', () => ok(false));
    });
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`clamd ended: ${readFileSync(join(this.dir, 'log'), 'utf8')}`);
      return answers();
    }, { ms: 60000, name: 'clamd to answer' });
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
