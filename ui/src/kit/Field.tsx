/** Fields: a label above, a hint, the control, and the error in words under it. */
import { Check, ChevronDown, CircleAlert } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactNode, type Ref } from 'react';
import {
  CheckboxButton,
  CheckboxField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';

import styles from './Field.module.css';

export interface FieldLook {
  label: string;
  description?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** Path of the field in its form: lets the form focus the first error. */
  field?: string;
}

/** An error that comes while one types: it brings itself into view, from under the bar of a form too. */
export function LiveError({ children }: { children: string }) {
  const sentence = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces: some engines answer a promise, which is no way to end an effect.
    sentence.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={sentence} role="status">
      <ErrorText>{children}</ErrorText>
    </div>
  );
}

interface TextFieldProps extends FieldLook {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  type?: 'text' | 'password' | 'email' | 'tel';
  inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  placeholder?: string;
  multiline?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  maxLength?: number;
  isDisabled?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  className?: string | undefined;
}

export function ErrorText({ id, children }: { id?: string; children: string }) {
  return (
    <span className={styles['error']} {...(id ? { id } : {})}>
      <CircleAlert aria-hidden />
      <span>{children}</span>
    </span>
  );
}

export function TextField(props: TextFieldProps) {
  const { label, description, error, required, field, multiline, placeholder, inputMode, inputRef, className, ...rest } = props;
  return (
    <div data-field={field} className={className}>
      <AriaTextField
        {...rest}
        className={styles['field'] ?? ''}
        isInvalid={error !== undefined}
        validationBehavior="aria"
        {...(required ? { isRequired: true } : {})}
        {...(inputMode ? { inputMode } : {})}
        spellCheck={multiline ? 'true' : 'false'}
      >
        <Label className={styles['label']}>
          {label}
          {required ? <span aria-hidden> *</span> : null}
        </Label>
        {multiline ? (
          <TextArea className={`${styles['input']} ${styles['area']}`} rows={3} />
        ) : (
          <Input className={styles['input'] ?? ''} placeholder={placeholder} {...(inputRef ? { ref: inputRef } : {})} />
        )}
        {description ? (
          <Text slot="description" className={styles['description'] ?? ''}>
            {description}
          </Text>
        ) : null}
        <FieldError>{error ? <ErrorText>{error}</ErrorText> : null}</FieldError>
      </AriaTextField>
    </div>
  );
}

interface CheckboxProps {
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  children: ReactNode;
  field?: string;
}

export function Checkbox({ children, field, ...rest }: CheckboxProps) {
  return (
    <div data-field={field}>
      <CheckboxField {...rest}>
        <CheckboxButton className={styles['check'] ?? ''}>
          <span className={styles['box']}>
            <Check aria-hidden />
          </span>
          <span>{children}</span>
        </CheckboxButton>
      </CheckboxField>
    </div>
  );
}

interface SelectProps<T extends string> extends FieldLook {
  value: T | null;
  onChange: (value: T | null) => void;
  options: readonly { value: T; label: string }[];
  /** The words of the empty choice. */
  none?: string;
}

/** The system's own list: the fastest at the keyboard and the best known to screen readers. */
export function Select<T extends string>({ label, description, error, value, onChange, options, none = '—', field }: SelectProps<T>) {
  const id = useId();
  return (
    <div className={styles['field']} data-field={field}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <span className={styles['face']}>
        <select
          id={id}
          className={`${styles['input']} ${styles['select']}`}
          value={value ?? ''}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-d ${id}-e`}
          onChange={(event) => onChange(options.find((option) => option.value === event.target.value)?.value ?? null)}
        >
          <option value="">{none}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden />
      </span>
      {description ? (
        <span id={`${id}-d`} className={styles['description']}>
          {description}
        </span>
      ) : null}
      {error ? <ErrorText id={`${id}-e`}>{error}</ErrorText> : null}
    </div>
  );
}

interface CountFieldProps extends FieldLook {
  value: number;
  onChange: (value: number) => void;
}

/** What stands for nothing typed. */
const NOT_A_COUNT = 'Écrivez un nombre entier.';
/** The rule's sentence, said before saving. */
const NEGATIVE = 'Le nombre ne peut pas être négatif';

/** The number typed; nothing is zero, and what is no whole number is `NaN`. */
function readCount(typed: string): number {
  const digits = typed.replace(/\s/g, '').replace(/^[−–]/, '-');
  if (digits === '') return 0;
  return /^-?\d{1,9}$/.test(digits) ? Number(digits) : NaN;
}

/** A small whole number. What was typed stays as typed; what it cannot be is said in words, never mended in silence. */
export function CountField({ label, description, error, value, onChange, field }: CountFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const shown = Object.is(readCount(typed), value) ? typed : value === 0 || Number.isNaN(value) ? '' : String(value);
  const sentence = error ?? (Number.isNaN(value) ? NOT_A_COUNT : value < 0 ? NEGATIVE : undefined);
  return (
    <div className={styles['field']} data-field={field}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={`${styles['input']} ${styles['count']}`}
        inputMode="numeric"
        autoComplete="off"
        value={shown}
        placeholder="0"
        aria-invalid={sentence !== undefined}
        aria-describedby={`${id}-d ${id}-e`}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(readCount(event.target.value));
        }}
      />
      {description ? (
        <span id={`${id}-d`} className={styles['description']}>
          {description}
        </span>
      ) : null}
      {sentence ? <ErrorText id={`${id}-e`}>{sentence}</ErrorText> : null}
    </div>
  );
}
