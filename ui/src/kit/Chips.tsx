/** Choices that can all be seen: one of them, or several. Arrows move, space picks, digits jump. */
import { Check } from 'lucide-react';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

import styles from './Chips.module.css';
import { ErrorText } from './Field';
import { isShortcut, singleKeysOn } from './shortcuts';

export interface Chip<T extends string> {
  value: T;
  label: string;
  hint?: string | undefined;
  /** Said in place of a label too short to be heard. */
  spoken?: string;
}

interface ChipsProps<T extends string> {
  label: string;
  /** Hides the label from the eye, not from the reader. */
  quiet?: boolean;
  chips: readonly Chip<T>[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  mode: 'one' | 'many';
  /** With `one`: whether the choice may be taken back. */
  optional?: boolean;
  required?: boolean;
  /** The keys 1 to 9 pick the first nine chips. */
  digits?: boolean;
  description?: string;
  error?: string | undefined;
  field?: string;
  /** Stands at the end of the row (a search button, a text field). */
  children?: ReactNode;
}

export function Chips<T extends string>(props: ChipsProps<T>) {
  const { label, quiet, chips, chosen, onChange, mode, optional, required, digits, description, error, field, children } = props;
  const id = useId();
  const keyed = digits && singleKeysOn();

  const onKeyDown = (event: KeyboardEvent) => {
    if (!digits || !isShortcut(event, 'digits')) return;
    const chip = chips[Number(event.key) - 1];
    if (!chip) return;
    event.preventDefault();
    if (mode === 'one') onChange([chip.value]);
    else onChange(chosen.includes(chip.value) ? chosen.filter((v) => v !== chip.value) : [...chosen, chip.value]);
  };

  return (
    <div className={styles['group']} data-field={field}>
      <div className={quiet ? 'visually-hidden' : styles['head']}>
        <span id={id} className={styles['label']}>
          {label}
          {required ? <span aria-hidden> *</span> : null}
        </span>
        {description ? (
          <span className={styles['hint']} id={`${id}-d`}>
            {description}
          </span>
        ) : null}
      </div>
      <div className={styles['row']}>
        <div className={styles.contents} onKeyDownCapture={onKeyDown}>
          <ToggleButtonGroup
            className={styles.contents}
            aria-labelledby={id}
            aria-describedby={`${id}-d ${id}-e`}
            selectionMode={mode === 'one' ? 'single' : 'multiple'}
            disallowEmptySelection={mode === 'one' && !optional}
            selectedKeys={chosen}
            onSelectionChange={(keys) => onChange(chips.filter((chip) => keys.has(chip.value)).map((chip) => chip.value))}
          >
            {chips.map((chip, index) => (
              <ToggleButton
                key={chip.value}
                id={chip.value}
                className={styles['chip'] ?? ''}
                aria-label={chip.spoken}
                {...(keyed && index < 9 ? { 'aria-keyshortcuts': String(index + 1) } : {})}
              >
                {({ isSelected }) => (
                  <>
                    {isSelected ? <Check aria-hidden /> : null}
                    <span title={chip.hint}>{chip.label}</span>
                    {keyed && index < 9 ? (
                      <span className={styles['digit']} aria-hidden>
                        {index + 1}
                      </span>
                    ) : null}
                  </>
                )}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </div>
        {children}
      </div>
      {error ? <ErrorText id={`${id}-e`}>{error}</ErrorText> : null}
    </div>
  );
}
