/**
 * Draws the lock screen into verrou.html at build time, from the very component that takes it
 * over: one lock screen, on the window before the programs of the page are read.
 */
import react from '@vitejs/plugin-react';
import { createServer, type CSSOptions, type Plugin } from 'vite';

const PLACE = '<!--lock-screen-->';

export function prerender(css: CSSOptions): Plugin {
  let root = '';
  return {
    name: 'escale-prerender',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        if (!html.includes(PLACE)) return html;
        const server = await createServer({
          root,
          configFile: false,
          logLevel: 'error',
          appType: 'custom',
          plugins: [react()],
          css,
          server: { middlewareMode: true, hmr: false, ws: false },
          optimizeDeps: { noDiscovery: true },
        });
        try {
          const { lockScreen } = await server.ssrLoadModule('/src/features/access/prerendered.tsx');
          return html.replace(PLACE, () => lockScreen());
        } finally {
          await server.close();
        }
      },
    },
  };
}
