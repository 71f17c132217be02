/* The five aging buckets in the order they are drawn: not due, 1–30, 31–60, 61–90, over 90 days. */

export const AGING = ['not_due', 'd1_30', 'd31_60', 'd61_90', 'd90_plus'] as const;

/** Five decimal strings of one currency. */
export type Aging = readonly [string, string, string, string, string];
