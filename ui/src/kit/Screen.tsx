/** What every screen is made of: a title, a body, and its states (loading, empty, error). */
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import type { CommandFailure, Failure } from '../platform';
import { Button } from './Button';
import { sentencesFor } from './failures';
import styles from './Screen.module.css';

interface ScreenProps {
  title: string;
  /** A line under the title. */
  under?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** The screen places the focus itself (a form). */
  ownFocus?: boolean;
}

export function Screen({ title, under, actions, children, ownFocus }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Arriving somewhere is announced, and the next Tab starts from here.
    if (!ownFocus) heading.current?.focus({ preventScroll: true });
  }, [ownFocus]);
  return (
    <div className={styles['screen']}>
      <div className={styles['head']}>
        <div className={styles['titles']}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {under ? <div className={styles['muted']}>{under}</div> : null}
        </div>
        {actions ? <div className={styles['actions']}>{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

export function Card({ children }: { children: ReactNode }) {
  return <div className={styles['card']}>{children}</div>;
}

/** Rows of a list, one under the other, on one surface. */
export function Rows({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul className={styles['rows']} aria-label={label}>
      {children}
    </ul>
  );
}

export function Muted({ children }: { children: ReactNode }) {
  return <span className={styles['muted']}>{children}</span>;
}

export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles['actions']}>{children}</div>;
}

export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles['empty']}>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** What happened, what is safe, what to do. */
export function FailureNote({ failure, retry }: { failure: Failure; retry?: (() => void) | undefined }) {
  const { what, safe, todo } = sentencesFor(failure);
  return (
    <div className={styles['failure']} role="alert">
      <CircleAlert aria-hidden />
      <div className={styles['failureText']}>
        <strong>{what}</strong>
        <p>
          {safe} {todo}
        </p>
        {retry ? (
          <Button dense onPress={retry}>
            Réessayer
          </Button>
        ) : null}
      </div>
    </div>
  );
}

export function Notice({ children }: { children: ReactNode }) {
  return (
    <div className={styles['notice']}>
      <TriangleAlert aria-hidden />
      <div className={styles['failureText']}>{children}</div>
    </div>
  );
}

/** Grey bones, only when the answer is slow enough to be noticed. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), 150);
    return () => clearTimeout(timer);
  }, []);
  if (!visible) return <div data-waiting hidden />;
  return (
    <div className={styles['skeleton']} role="status">
      <span className="visually-hidden">Chargement…</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles['bone']} aria-hidden />
      ))}
    </div>
  );
}

interface Answer<T> {
  data: T | undefined;
  error: CommandFailure | null;
  refetch: () => unknown;
}

/** Loading, error or full, from one answer of the notebook. */
export function Loaded<T>({ answer, rows, children }: { answer: Answer<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (answer.data !== undefined) return children(answer.data);
  if (answer.error) return <FailureNote failure={answer.error.failure} retry={() => void answer.refetch()} />;
  return <Skeleton {...(rows ? { rows } : {})} />;
}
