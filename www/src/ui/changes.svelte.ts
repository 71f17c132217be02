/* Something of the customer in sight is different: what pages read anew by. */
import { untrack } from 'svelte';

let times = $state(0);

export const changed = (): void => {
  times += 1;
};

/** While the component that asks for it is there. */
export function onChange(again: () => void): void {
  let was = untrack(() => times);
  $effect(() => {
    if (times === was) return;
    was = times;
    untrack(again);
  });
}
