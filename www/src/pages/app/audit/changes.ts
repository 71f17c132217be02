/* What an entry of the audit changed: its before and after side by side, member by member. */

export interface Change {
  name: string;
  before: string | null;
  after: string | null;
}

const text = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function changesOf(before: unknown, after: unknown): Change[] {
  const [old, now] = [before, after].map((one) =>
    isRecord(one) ? one : one === null || one === undefined ? {} : { '': one },
  ) as [Record<string, unknown>, Record<string, unknown>];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].map((name) => ({
    name,
    before: text(old[name]),
    after: text(now[name]),
  }));
}
