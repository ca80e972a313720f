/** The door of the platform: everything a screen may import of it. */
export * from './types';
export * from './query';
export * from './vocabulary';
export type * from './generated/bindings';
