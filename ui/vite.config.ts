import { basename } from 'node:path';

import react from '@vitejs/plugin-react';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { defineConfig } from 'vitest/config';

import { prerender } from './scripts/prerender.ts';

/** The same name for a class whoever builds it: the page drawn at build time wears the real sheets. */
const css = {
  modules: {
    generateScopedName: (name: string, file: string) => `${basename(file.split('?')[0] ?? file, '.module.css')}-${name}`,
  },
};

export default defineConfig({
  // Relative addresses: the same files are served by the window's own protocol and by a browser host.
  base: './',
  plugins: [
    react(),
    // The screens are in French: the kit's other languages stay out of the bundle.
    { ...optimizeLocales.vite({ locales: ['fr-FR'] }), enforce: 'pre' },
    ...prerender(css),
  ],
  css,
  build: {
    target: ['chrome120', 'safari17.4'],
    // An inlined font would be a data: address, which the content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: { input: ['index.html', 'verrou.html'] },
  },
  // The guide stands in docs/guide, outside this folder.
  server: { fs: { allow: ['..'] }, proxy: { '/api': 'http://127.0.0.1:8787' } },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/testing/setup.ts'],
    // The tests know what the clock on the wall says.
    env: { TZ: 'Europe/Paris' },
    testTimeout: 20_000,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
