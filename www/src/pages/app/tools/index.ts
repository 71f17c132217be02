/* The tools of the shell; loaded after the page. */
export { default as ToolHost } from './ToolHost.svelte';
export { default as Tools } from './Tools.svelte';
