// Server-sent events as they come, for a client with a session.

/** Listens at base + path until close(): {open, got: [{event, data}], wait(match), close()}. */
export async function listen(client, path = '/events') {
  const stop = new AbortController();
  const got = [];
  const waiting = new Set();
  const response = await fetch(client.base + path, {
    signal: stop.signal,
    headers: { accept: 'text/event-stream', cookie: [...client.cookies].map((c) => c.join('=')).join('; ') },
  });
  const ended = (async () => {
    const text = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body) {
      rest += text.decode(chunk, { stream: true });
      const parts = rest.split('\n\n');
      rest = parts.pop();
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part);
        if (!data) continue;
        got.push({ event: /^event: (.*)$/m.exec(part)?.[1] ?? 'message', data: JSON.parse(data[1]), at: performance.now() });
        waiting.forEach((look) => look());
      }
    }
  })().catch(() => {});
  return {
    status: response.status,
    got,
    /** The first event that fits, which may have come already. */
    wait(fits, ms = 15000) {
      return new Promise((ok, no) => {
        const timer = setTimeout(() => { waiting.delete(look); no(new Error(`no such event in ${ms} ms; came: ${JSON.stringify(got.map((g) => g.event))}`)); }, ms);
        const look = () => {
          const one = got.find(fits);
          if (!one) return;
          clearTimeout(timer);
          waiting.delete(look);
          ok(one);
        };
        waiting.add(look);
        look();
      });
    },
    async close() { stop.abort(); await ended; },
  };
}
