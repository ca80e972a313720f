/** The browser host of development and tests: the same commands over loopback HTTP. */
import { toCommandFailure, type CommandName, type Platform, type PlatformEvent, type Request, type Response } from './types';

export const web: Platform = {
  async invoke<K extends CommandName>(name: K, args: Request<K>): Promise<Response<K>> {
    let answer: globalThis.Response;
    let body: unknown;
    try {
      answer = await fetch(`/api/command/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(args),
        // A draft saved while the page closes must still arrive.
        keepalive: name === 'draft_save',
      });
      body = await answer.json();
    } catch (reason) {
      throw toCommandFailure(reason);
    }
    if (!answer.ok) throw toCommandFailure(body);
     
    return body as Response<K>;
  },
  async saveFile({ name, media_type, base64 }) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: media_type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    // The browser reads the address after the press; it keeps no file of ours for ever.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return Promise.resolve(true);
  },
  listen(handler) {
    const source = new EventSource('/api/events');
    source.onmessage = (message: MessageEvent<string>) => {
       
      handler(JSON.parse(message.data) as PlatformEvent);
    };
    return () => source.close();
  },
};
