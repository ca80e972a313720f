/** The buttons and the links that look like them. An icon never stands without a word. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, Link as AriaLink, type PressEvent } from 'react-aria-components';

import styles from './Button.module.css';

export type ButtonTone = 'primary' | 'plain' | 'danger' | 'quiet';

interface Look {
  tone?: ButtonTone;
  dense?: boolean;
  icon?: LucideIcon;
  /** As a person reads it: « Ctrl N ». */
  shortcut?: string;
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

function look({ tone = 'plain', dense }: Look): string {
  return [styles['button'], tone === 'plain' ? '' : styles[tone], dense ? styles['dense'] : ''].filter(Boolean).join(' ');
}

function Content({ icon: Icon, shortcut, children }: Look) {
  return (
    <>
      {Icon ? <Icon aria-hidden /> : null}
      {children === null ? null : <span>{children}</span>}
      {shortcut ? (
        <span className={styles['shortcut']} aria-hidden>
          {shortcut}
        </span>
      ) : null}
    </>
  );
}

const ARIA_KEYS: Readonly<Record<string, string>> = { Ctrl: 'Control', '⏎': 'Enter', Échap: 'Escape' };

function ariaShortcut(shortcut: string): string {
  return shortcut
    .split(' ')
    .map((key) => ARIA_KEYS[key] ?? key)
    .join('+');
}

export function Button(props: ButtonProps) {
  const { tone, dense, icon, shortcut, children, ...rest } = props;
  return (
    <AriaButton
      {...rest}
      className={look(props)}
      {...(shortcut ? { 'aria-keyshortcuts': ariaShortcut(shortcut) } : {})}
    >
      <Content {...{ tone, dense, icon, shortcut }} children={children} />
    </AriaButton>
  );
}

export function ButtonLink(props: Look & { href: string; 'aria-label'?: string; autoFocus?: boolean }) {
  const { tone, dense, icon, shortcut, children, ...rest } = props;
  return (
    <AriaLink {...rest} className={look(props)}>
      <Content {...{ tone, dense, icon, shortcut }} children={children} />
    </AriaLink>
  );
}
