/* Parts of pages that come after them. */
export const exportMenu = () => import('./Export.svelte');
export const statementButton = () => import('./Statement.svelte');
