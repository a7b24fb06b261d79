/** Who works at the desk: caseworkers take cases, supervisors see the team too, coordinators counts, admins accounts. */
export const roles = ['caseworker', 'supervisor', 'coordinator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What somebody may do at the desk. */
export type Right = 'cases' | 'counts' | 'team' | 'directory' | 'listings' | 'examples';

const rights: Record<Role, readonly Right[]> = {
  caseworker: ['cases', 'directory'],
  supervisor: ['cases', 'counts', 'team', 'directory'],
  // Who is listed, and which opportunities are told, is decided in one place.
  coordinator: ['counts', 'directory', 'listings', 'examples'],
  // People's cases are not needed to run the accounts.
  admin: ['team', 'counts', 'directory', 'listings', 'examples'],
};

/** Whether a role carries a right. */
export function may(role: Role, right: Right): boolean {
  return rights[role].includes(right);
}

/** Roles that somebody may give to others: only an admin makes an admin. */
export function rolesToGive(role: Role): readonly Role[] {
  return may(role, 'team') ? roles.filter((other) => other !== 'admin' || role === 'admin') : [];
}

/** Reads a role as it was typed or stored. */
export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
