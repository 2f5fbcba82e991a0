import { SegmentedControl } from '@mantine/core';
import { Field } from './FormStack.tsx';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** One sentence on what is chosen now. */
  readonly hint?: string;
  /** Names by value. */
  readonly options: Readonly<Record<Value, string>>;
  readonly value: Value;
  onChange(value: Value): void;
}

/** One of a few, all in sight. */
export function Choice<Value extends string>({ label, hint, options, value, onChange }: ChoiceProps<Value>) {
  const entries = Object.entries(options) as [Value, string][];
  return (
    <Field label={label} hint={hint}>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={(chosen) => onChange(chosen as Value)}
        data={entries.map(([key, name]) => ({ value: key, label: name }))}
      />
    </Field>
  );
}
