/** What a person chose for their eyes, put on the page; and how much room is left for the frame. */
import { useEffect, useSyncExternalStore } from 'react';

import type { Settings } from '../platform';

/** 1 rem at 100 %, in CSS pixels. */
const REM = 17;

export function useLook(settings: Settings | undefined): void {
  useEffect(() => {
    if (!settings) return;
    const page = document.documentElement;
    page.dataset['theme'] = settings.theme;
    page.dataset['motion'] = settings.reduced_motion ? 'reduced' : 'full';
    page.style.fontSize = `${(REM * settings.text_percent) / 100}px`;
  }, [settings]);
}

export type FrameMode = 'wide' | 'icons' | 'menu';

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

/** Room is counted in text, not in pixels: large text narrows the window. */
export function useFrameMode(percent: number): FrameMode {
  const width = useSyncExternalStore(subscribe, () => window.innerWidth);
  const room = (width * 100) / percent;
  if (room >= 900) return 'wide';
  return room >= 600 ? 'icons' : 'menu';
}

