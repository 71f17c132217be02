/* What a role is called: those that ship in the reader's language, the company's own as they were named. */
import type { RoleRights } from '$core/api-types';
import { label } from '$core/i18n';

export const roleName = (role: Pick<RoleRights, 'role' | 'name'>): string =>
  role.name ?? label('role', role.role);

/** Of a code that a user has. */
export const nameOfRole = (code: string, roles: readonly RoleRights[]): string =>
  roleName(roles.find((one) => one.role === code) ?? { role: code, name: null });
