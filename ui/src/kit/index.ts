/** The kit: accessible, French, and knowing no feature. */
export * from './Button';
export * from './Chips';
export * from './Dialog';
export * from './discreet';
export * from './errors';
export * from './failures';
export * from './Field';
export * from './format';
export * from './match';
export * from './parse';
export * from './Screen';
export * from './SearchBox';
export * from './shortcuts';
export * from './StateLine';
export * from './toast';
export * from './Pages';
