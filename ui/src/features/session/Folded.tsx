/** A group folded, not hidden: what it holds is told on one line. */
import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

import styles from './session.module.css';

interface FoldedProps {
  title: string;
  /** What is filled, in a few words; else what one would find. */
  summary: string;
  /** A field inside is at fault: it must be seen. */
  atFault: boolean;
  children: ReactNode;
}

export function Folded({ title, summary, atFault, children }: FoldedProps) {
  const [open, setOpen] = useState(false);
  const expanded = open || atFault;
  return (
    <Disclosure isExpanded={expanded} onExpandedChange={setOpen} className={styles.folded ?? ''} data-group>
      <Heading level={2} className={styles.foldedTitle}>
        <Button slot="trigger" className={styles.foldedButton ?? ''}>
          <ChevronRight aria-hidden />
          <span>{title}</span>
          {expanded ? null : <span className={styles.summary}>{summary}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className={styles.foldedPanel ?? ''}>
        {expanded ? <div className={styles.foldedBody}>{children}</div> : null}
      </DisclosurePanel>
    </Disclosure>
  );
}
