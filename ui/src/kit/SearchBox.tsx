/**
 * A search whose answers are picked: type, arrows, Enter. The caller searches (the notebook forgives
 * accents and typos); this shows, announces and picks. What is picked is shown by the caller.
 */
import { useEffect, useRef, useState, type Ref } from 'react';
import {
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
  type Key,
} from 'react-aria-components';

import fieldStyles from './Field.module.css';
import { ErrorText, type FieldLook } from './Field';
import styles from './SearchBox.module.css';
import { searchInput, WithGlass } from './SearchLine';

export interface Hit {
  id: string;
  label: string;
  detail?: string | undefined;
  /** Looks like an action, not like an answer. */
  action?: boolean;
}

interface SearchBoxProps extends FieldLook {
  hits: readonly Hit[];
  query: string;
  onQuery: (query: string) => void;
  onPick: (id: string) => void;
  placeholder?: string;
  /** Words shown when nothing is found. */
  nothing?: string;
  /** Show answers as soon as the field has the focus. */
  openOnFocus?: boolean;
  autoFocus?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

export function SearchBox(props: SearchBoxProps) {
  const { label, description, error, required, field, hits, query, onQuery, onPick, placeholder, nothing, openOnFocus, autoFocus, inputRef } = props;
  const box = useRef<HTMLDivElement>(null);
  const escaping = useRef(false);

  /** The kit closes the list, and asks for no value, on Escape, on leaving, on Enter, and when the page moves. */
  const closed = () => {
    // Still in the field without wanting to leave it: the page moved by itself (large text, a
    // slow machine) or fingers are faster than the answers. The words stay, so the list opens again.
    const stays = !escaping.current && box.current?.contains(document.activeElement);
    // Left without picking: what was typed was a search, not a value.
    if (!stays) onQuery('');
  };

  return (
    <div
      data-field={field}
      ref={box}
      onKeyDownCapture={(event) => {
        escaping.current = event.key === 'Escape';
      }}
      onKeyUpCapture={() => {
        escaping.current = false;
      }}
    >
      <ComboBox
        className={fieldStyles['field'] ?? ''}
        items={hits}
        inputValue={query}
        onInputChange={onQuery}
        value={null}
        onChange={(key: Key | null) => {
          if (key === null) closed();
          else onPick(String(key));
        }}
        menuTrigger={openOnFocus ? 'focus' : 'input'}
        allowsEmptyCollection={nothing !== undefined}
        isInvalid={error !== undefined}
        validationBehavior="aria"
        shouldFocusWrap
        {...(autoFocus ? { autoFocus } : {})}
        {...(required ? { isRequired: true } : {})}
      >
        <Label className={fieldStyles['label']}>
          {label}
          {required ? <span aria-hidden> *</span> : null}
        </Label>
        <WithGlass>
          <Input
            className={searchInput}
            placeholder={placeholder}
            spellCheck="false"
            autoComplete="off"
            {...(inputRef ? { ref: inputRef } : {})}
          />
        </WithGlass>
        {description ? (
          <Text slot="description" className={fieldStyles['description'] ?? ''}>
            {description}
          </Text>
        ) : null}
        <FieldError>{error ? <ErrorText>{error}</ErrorText> : null}</FieldError>
        <Popover className={styles['popover'] ?? ''} offset={4}>
          <ListBox
            className={styles['list'] ?? ''}
            renderEmptyState={() => <div className={styles['empty']}>{nothing}</div>}
          >
            {(hit: Hit) => (
              <ListBoxItem id={hit.id} textValue={hit.label} className={styles['option'] ?? ''}>
                <span className={hit.action ? styles['action'] : undefined}>{hit.label}</span>
                {hit.detail ? <span className={styles['detail']}>{hit.detail}</span> : null}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  );
}

/** The value once it has rested for `ms`: searching waits for the fingers, barely. */
export function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
