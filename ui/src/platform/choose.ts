/** Picks the host at run time: the window when it is there, else the browser host. */
import type { Platform } from './types';

export async function choosePlatform(): Promise<Platform> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauri;
  return (await import('./web')).web;
}
