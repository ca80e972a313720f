/** Picks the host at run time: the window when it is there, else the browser host. */
import { tauri } from './tauri';
import type { Platform } from './types';
import { web } from './web';

export function choosePlatform(): Platform {
  return '__TAURI_INTERNALS__' in window ? tauri : web;
}
