/*
 * What the server says by itself. One tab of a browser holds the connection for
 * all of them (it has a Web Lock, the others wait for it), asks what is new and
 * tells the others. Where the server cannot push, that tab asks from time to time
 * instead; where a page may not lock (plain http), each tab is its own leader.
 */

export interface EventsOptions {
  /** Where the stream is. */
  url: string;
  /** Of this user in this browser; also the name of the lock and of the channel. */
  name: string;
  /** Names of events to listen for. */
  events: readonly string[];
  /** In the tab that leads: something came, or it is time to ask. */
  onnews: () => void;
  /** Names of events that say more than that: in the tab that leads, with what they say; `open` when the line is new, `shut` when it was refused. */
  spread?: readonly string[];
  onspread?: (name: string, data: unknown) => void;
  /** In every tab: what the leading one told. */
  ontold: (data: unknown) => void;
  pollMs?: number;
  /** For tests. */
  source?: (url: string) => EventSource;
}

export interface Events {
  /** Tells every tab, this one too. */
  tell: (data: unknown) => void;
  stop: () => void;
}

const POLL_MS = 60_000;
/** A stream that was refused is tried again after so long, then after twice that: where the server is back soon, and where it cannot push. */
const REOPEN_MS = 4_000;
const REOPEN_MOST_MS = 300_000;
/** Not all browsers at once. */
const spreadOut = (ms: number): number => ms * (1 + Math.random() / 4);

/** The stream while this tab leads; gives the end of it. */
function lead(options: EventsOptions): () => void {
  const open = options.source ?? ((url: string) => new EventSource(url));
  let stream: EventSource | null = null;
  let wait = REOPEN_MS;
  let reopen: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    stream = open(options.url);
    for (const event of options.events) stream.addEventListener(event, options.onnews);
    // What happened while the line was down is found out by asking.
    stream.addEventListener('open', () => {
      wait = REOPEN_MS;
      options.onnews();
      options.onspread?.('open', {});
    });
    for (const event of options.spread ?? [])
      stream.addEventListener(event, (got) => {
        try {
          options.onspread?.(event, JSON.parse((got as MessageEvent<string>).data));
        } catch {
          /* no line of ours */
        }
      });
    stream.addEventListener('error', () => {
      if (stream?.readyState !== EventSource.CLOSED) return;
      stream = null;
      options.onspread?.('shut', {});
      reopen = setTimeout(connect, spreadOut(wait));
      wait = Math.min(wait * 2, REOPEN_MOST_MS);
    });
  };

  const timer = setInterval(() => {
    if (!stream) options.onnews();
  }, options.pollMs ?? POLL_MS);
  options.onnews();
  connect();
  return () => {
    clearInterval(timer);
    clearTimeout(reopen);
    stream?.close();
    stream = null;
  };
}

export function startEvents(options: EventsOptions): Events {
  const stop = new AbortController();
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(options.name) : null;
  let end: (() => void) | null = null;

  if (channel) channel.onmessage = (event: MessageEvent<unknown>) => options.ontold(event.data);
  if (typeof navigator.locks?.request === 'function') {
    navigator.locks
      .request(options.name, { signal: stop.signal }, () => {
        if (stop.signal.aborted) return undefined;
        end = lead(options);
        return new Promise<void>((free) =>
          stop.signal.addEventListener('abort', () => free(), { once: true }),
        );
      })
      .catch(() => {
        /* stopped before it was this tab's turn */
      });
  } else {
    end = lead(options);
  }

  return {
    tell(data) {
      channel?.postMessage(data);
      options.ontold(data);
    },
    stop() {
      stop.abort();
      end?.();
      channel?.close();
    },
  };
}
