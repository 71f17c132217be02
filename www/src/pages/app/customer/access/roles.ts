/* What a person of a customer may do in the portal, the least first. */
export const ROLES = ['viewer', 'payer', 'admin'] as const;
