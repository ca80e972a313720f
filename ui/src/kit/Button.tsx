/** The buttons and the links that look like them. An icon never stands without a word. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, Link as AriaLink, type PressEvent } from 'react-aria-components';

import { useKeys, type ShortcutId } from './shortcuts';
import styles from './Button.module.css';

export type ButtonTone = 'primary' | 'plain' | 'danger' | 'quiet';

interface Look {
  tone?: ButtonTone;
  dense?: boolean;
  icon?: LucideIcon;
  /** Its keys are shown, as the person chose them. */
  shortcut?: ShortcutId | undefined;
  children: ReactNode;
}

interface ButtonProps extends Look {
  onPress?: (event: PressEvent) => void;
  type?: 'button' | 'submit';
  isDisabled?: boolean;
  isPending?: boolean;
  autoFocus?: boolean;
  slot?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-expanded'?: boolean;
  'aria-pressed'?: boolean;
  'aria-controls'?: string;
  ref?: Ref<HTMLButtonElement>;
}

function look({ tone = 'plain', dense }: { tone: ButtonTone | undefined; dense: boolean | undefined }): string {
  return [styles['button'], tone === 'plain' ? '' : styles[tone], dense ? styles['dense'] : ''].filter(Boolean).join(' ');
}

function Content({ icon: Icon, keys, children }: { icon?: LucideIcon | undefined; keys: string | undefined; children: ReactNode }) {
  return (
    <>
      {Icon ? <Icon aria-hidden /> : null}
      {children === null ? null : <span>{children}</span>}
      {/* Drawn, not written: it is no part of what the button says, to a reader or to a voice. */}
      {keys ? <span className={styles['shortcut']} data-keys={keys} aria-hidden /> : null}
    </>
  );
}

const ARIA_KEYS: Readonly<Record<string, string>> = { Ctrl: 'Control', '⏎': 'Enter', Échap: 'Escape', Maj: 'Shift' };

function ariaShortcut(keys: string): string {
  return keys
    .split(' ')
    .map((key) => ARIA_KEYS[key] ?? key)
    .join('+');
}

export function Button(props: ButtonProps) {
  const { tone, dense, icon, shortcut, children, ...rest } = props;
  const keys = useKeys(shortcut);
  return (
    <AriaButton
      {...rest}
      className={look({ tone, dense })}
      {...(keys ? { 'aria-keyshortcuts': ariaShortcut(keys) } : {})}
    >
      <Content icon={icon} keys={keys}>
        {children}
      </Content>
    </AriaButton>
  );
}

export function ButtonLink(props: Look & { href: string; 'aria-label'?: string; autoFocus?: boolean }) {
  const { tone, dense, icon, shortcut, children, ...rest } = props;
  const keys = useKeys(shortcut);
  return (
    <AriaLink {...rest} className={look({ tone, dense })}>
      <Content icon={icon} keys={keys}>
        {children}
      </Content>
    </AriaLink>
  );
}
