import { Button, TextInput } from '@mantine/core';
import { t } from '#renderer/text.ts';
import { choosePath, type PathWish } from './choosePath.ts';
import classes from './PathInput.module.css';

export interface PathInputProps {
  readonly label: string;
  readonly value: string;
  readonly wish: PathWish;
  onChange(path: string): void;
}

/** A path on the host: typed, or chosen. */
export function PathInput({ label, value, wish, onChange }: PathInputProps) {
  const choose = async () => {
    const path = await choosePath(wish);
    if (path !== null) onChange(path);
  };
  return (
    <div className={classes.path}>
      <TextInput label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      <Button onClick={() => void choose()}>{t('shared.choose')}</Button>
    </div>
  );
}
