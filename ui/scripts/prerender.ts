/**
 * Draws the lock screen into verrou.html at build time, from the very component that takes it
 * over: one lock screen, on the window before the programs of the page are read.
 */
import react from '@vitejs/plugin-react';
import { createServer, type CSSOptions, type Plugin } from 'vite';

const PLACE = '<!--lock-screen-->';

/** The programs of the page, as the build names them. */
const PROGRAM = /^ *<script type="module"[^>]* src="([^"]+)"><\/script>\n/gm;
const EARLY = '<script src="./early.js"';

/** Two steps: the screen before the page is built, its programs once they have their names. */
export function prerender(css: CSSOptions): Plugin[] {
  return [drawn(css), later()];
}

function drawn(css: CSSOptions): Plugin {
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

/** Nothing is read before the screen has been shown: `early.js` asks for the programs then. */
function later(): Plugin {
  return {
    name: 'escale-programs-later',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        if (!html.includes(EARLY)) return html;
        const programs = [...html.matchAll(PROGRAM)].map(([, address]) => address);
        if (programs.length === 0) throw new Error('the page of the lock screen names no program');
        return html.replaceAll(PROGRAM, '').replace(EARLY, `${EARLY} data-programs="${programs.join(' ')}"`);
      },
    },
  };
}
