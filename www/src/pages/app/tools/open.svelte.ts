/* Which of the tools is open: only one at a time. */
export type Tool = 'bell' | 'palette' | 'keys';

let open = $state<Tool | null>(null);

export const openTool = (): Tool | null => open;
export const showBell = (): void => void (open = 'bell');
export const showPalette = (): void => void (open = 'palette');
export const showKeys = (): void => void (open = 'keys');
export const closeTool = (): void => void (open = null);
