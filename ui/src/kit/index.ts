/** The kit: accessible, French, and knowing no feature. */
export * from './Button';
export * from './Chips';
export * from './Dialog';
export * from './errors';
export * from './failures';
export * from './Field';
export * from './format';
export * from './parse';
export * from './Screen';
export * from './SearchBox';
export * from './StateLine';
export * from './toast';
export * from './Pages';
export * from './sensitive';
