import { type ReactNode, useState } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { t } from '#renderer/text.ts';
import { Folded } from './Folded.tsx';
import { FormStack } from './FormStack.tsx';
import { Preflight } from './Preflight.tsx';
import classes from './RunForm.module.css';

export interface RunFormProps {
  /** What the fields stand for; null while one of them does not hold what it must. */
  readonly request: RunRequest | null;
  /** On the button: a verb and its object. */
  readonly label: string;
  /** Whether it has the screen's key for running; a dialog keeps keys to itself. */
  readonly isAlone: boolean;
  /** `isNew` is false where the result existed already. */
  onStarted?(artifactId: string, isNew: boolean): void;
  /** What it runs on first, then what a person chooses. */
  readonly children: ReactNode;
  /** What the standard chooses well, folded away. */
  readonly more?: ReactNode;
}

/** A form that starts a run: its fields, what the run will cost, and the button. */
export function RunForm({ request, label, isAlone, onStarted, children, more }: RunFormProps) {
  const [isMoreOpen, setMoreOpen] = useState(false);
  return (
    <FormStack>
      {children}
      {more !== undefined && (
        <Folded label={t('shared.more')} isOpen={isMoreOpen} onToggle={() => setMoreOpen(!isMoreOpen)}>
          <div className={classes.more}>{more}</div>
        </Folded>
      )}
      {request === null && <p className="caption t2">{t('shared.incomplete')}</p>}
      <Preflight request={request} label={label} hasKey={isAlone} {...(onStarted === undefined ? {} : { onStarted })} />
    </FormStack>
  );
}
