/** Fields: a label above, a hint, the control, and the error in words under it. */
import { Check, ChevronDown, CircleAlert } from 'lucide-react';
import { useId, type ReactNode, type Ref } from 'react';
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

/** A small whole number. Nothing typed is zero; impossible values reach the rule, which refuses in words. */
export function CountField({ label, description, error, value, onChange, field }: CountFieldProps) {
  const id = useId();
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
        value={value === 0 ? '' : String(value)}
        placeholder="0"
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-d ${id}-e`}
        onChange={(event) => {
          const typed = event.target.value.replace(/[^\d-]/g, '').slice(0, 6);
          const parsed = Number(typed);
          onChange(Number.isFinite(parsed) ? parsed : 0);
        }}
      />
      {description ? (
        <span id={`${id}-d`} className={styles['description']}>
          {description}
        </span>
      ) : null}
      {error ? <ErrorText id={`${id}-e`}>{error}</ErrorText> : null}
    </div>
  );
}
