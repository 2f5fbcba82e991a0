import { UnstyledButton } from '@mantine/core';
import { t } from '#renderer/text.ts';
import classes from './DefaultMark.module.css';

export interface DefaultMarkProps {
  /** What would become the default, for its label. */
  readonly title: string;
  readonly isDefault: boolean;
  onChoose(): void;
}

/** The ring before a row: filled for the artifact that later stages take. A button and no radio, because arrows walk rows and must not choose. */
export function DefaultMark({ title, isDefault, onChoose }: DefaultMarkProps) {
  const label = isDefault ? t('shared.isDefault', { title }) : t('shared.makeThisDefault', { title });
  return (
    <UnstyledButton
      className={classes.mark}
      aria-label={label}
      aria-pressed={isDefault}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onChoose();
      }}
    >
      <span />
    </UnstyledButton>
  );
}
