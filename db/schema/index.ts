export * from './campaigns.ts';
export * from './handoff.ts';
export * from './messages.ts';
export * from './people.ts';
export * from './staff.ts';
