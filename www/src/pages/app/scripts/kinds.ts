import type { Script } from '$core/api-types';

const ORDER = ['strategy', 'segment', 'profile', 'matching', 'connector', 'pack'];

const rank = (kind: string): number => (ORDER.indexOf(kind) + ORDER.length + 1) % (ORDER.length + 1);

/** Scripts in groups of one kind, the kinds people change most first. */
export function byKind(rows: readonly Script[]): { kind: string; scripts: Script[] }[] {
  const kinds = [...new Set(rows.map((row) => row.kind))].sort(
    (a, b) => rank(a) - rank(b) || a.localeCompare(b),
  );
  return kinds.map((kind) => ({
    kind,
    scripts: rows.filter((row) => row.kind === kind).sort((a, b) => a.name.localeCompare(b.name)),
  }));
}

export const scriptHref = (script: { kind: string; name: string }): string =>
  `/app/scripts/${encodeURIComponent(script.kind)}/${encodeURIComponent(script.name)}`;

/** Lines taken out and put in between two texts, by their longest common run of lines at both ends. */
export function changedLines(before: string, after: string): { out: number; in: number } {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  return { out: a.length - head - tail, in: b.length - head - tail };
}
