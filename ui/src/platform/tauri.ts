/** The window's host. The only module that sees Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import { toCommandFailure, type CommandName, type Platform, type PlatformEvent, type Request, type Response } from './types';

export const tauri: Platform = {
  async invoke<K extends CommandName>(name: K, args: Request<K>): Promise<Response<K>> {
    try {
      return await invoke<Response<K>>('command', { name, args });
    } catch (reason) {
      throw toCommandFailure(reason);
    }
  },
  async saveFile(file) {
    try {
      return await invoke<boolean>('save_file', { file });
    } catch (reason) {
      throw toCommandFailure(reason);
    }
  },
  listen(handler) {
    const stop = listen<PlatformEvent>('escale', (event) => handler(event.payload));
    return () => void stop.then((unlisten) => unlisten());
  },
};
