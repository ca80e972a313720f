/** One line to search a list with: what is typed narrows what stands below; arrow down goes there. */
import { Search } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';

import fieldStyles from './Field.module.css';
import styles from './SearchLine.module.css';

interface SearchLineProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Arrow down: into the list. */
  onInto?: () => void;
  autoFocus?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

export function SearchLine({ label, value, onChange, onInto, autoFocus, inputRef }: SearchLineProps) {
  return (
    <SearchField
      className={styles['search'] ?? ''}
      value={value}
      onChange={onChange}
      {...(autoFocus ? { autoFocus } : {})}
      onKeyDown={(event) => {
        if (!onInto || event.key !== 'ArrowDown') return;
        event.preventDefault();
        onInto();
      }}
    >
      <Label className={fieldStyles['label'] ?? ''}>{label}</Label>
      <WithGlass>
        <Input {...(inputRef ? { ref: inputRef } : {})} className={searchInput} spellCheck="false" autoComplete="off" />
      </WithGlass>
    </SearchField>
  );
}

/** The look of what is typed into, beside the glass. */
export const searchInput = `${fieldStyles['input'] ?? ''} ${styles['input'] ?? ''}`;

/** The glass that says: here one searches. */
export function WithGlass({ children }: { children: ReactNode }) {
  return (
    <span className={styles['box']}>
      <Search aria-hidden />
      {children}
    </span>
  );
}
