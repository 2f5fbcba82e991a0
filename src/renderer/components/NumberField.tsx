import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

export interface NumberFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly min: number;
  readonly max: number;
  /** Whole numbers where it is left out. */
  readonly isFraction?: boolean;
  readonly step?: number;
  /** What an empty field stands for; without it the field may not be empty. */
  readonly whenEmpty?: string;
  /** May be half typed. */
  readonly value: number | string;
  readonly rightSection?: ReactNode;
  readonly rightSectionWidth?: number;
  onChange(value: number | string): void;
}

/** A number in its bounds; what it cannot be is said beside it, and nothing that was typed is changed. */
export function NumberField({ label, hint, isFraction, whenEmpty, value, ...rest }: NumberFieldProps) {
  const { min, max } = rest;
  const isGood = value === '' ? whenEmpty !== undefined : typeof value === 'number' && value >= min && value <= max;
  const bounds = { low: formatNumber(min), high: formatNumber(max) };
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={whenEmpty ?? ''}
      allowDecimal={isFraction ?? false}
      clampBehavior="none"
      error={isGood ? null : t(isFraction ? 'shared.wrongNumber' : 'shared.wrongCount', bounds)}
      value={value}
      {...rest}
    />
  );
}
