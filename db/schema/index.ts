export * from './campaigns.ts';
export * from './directory.ts';
export * from './handoff.ts';
export * from './messages.ts';
export * from './people.ts';
export * from './staff.ts';
export * from './understanding.ts';
