/* The detail of an activity as name and text, for reading: nested parts are named by their path.
 * without: members that are shown elsewhere. */

const LIMIT = 24;

export function readable(detail: unknown, prefix = '', without: readonly string[] = []): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries((detail ?? {}) as Record<string, unknown>)) {
    const key = prefix + name.replaceAll('_', ' ');
    if (without.includes(name)) continue;
    if (value === null || value === undefined || value === '') continue;
    if (Array.isArray(value)) {
      const plain = value.every((one) => typeof one !== 'object');
      if (plain && value.length) pairs.push([key, value.join(', ')]);
      else
        for (const [index, one] of value.entries()) pairs.push(...readable({ [index + 1]: one }, `${key} `));
    } else if (typeof value === 'object') {
      pairs.push(...readable(value, `${key} `));
    } else pairs.push([key, String(value)]);
  }
  return pairs.slice(0, LIMIT);
}
