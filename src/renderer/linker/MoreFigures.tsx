import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { LinkerRow } from '#core/views.ts';
import { t } from '#renderer/text.ts';
import { AllFigures } from './AllFigures.tsx';
import { DimensionPlot } from './DimensionPlot.tsx';
import { Identifiability } from './Identifiability.tsx';
import { linkerTitle } from './linkerName.ts';
import classes from './MoreFigures.module.css';

export interface MoreFiguresProps {
  readonly shown: LinkerRow;
  readonly isOpen: boolean;
  onToggle(): void;
}

/** The whole card of the shown linker, closed at first so that its pictures stay in sight. */
export function MoreFigures({ shown, isOpen, onToggle }: MoreFiguresProps) {
  const { summary } = shown;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section>
      <Button
        variant="subtle"
        color="gray"
        className={classes.toggle ?? ''}
        aria-expanded={isOpen}
        leftSection={<Chevron size={16} stroke={1.6} />}
        onClick={onToggle}
      >
        {t('linker.moreFigures')}
      </Button>
      {isOpen && (
        <div className={classes.figures}>
          <AllFigures summary={summary} title={linkerTitle(shown)} />
          <div className={classes.side}>
            <DimensionPlot r2PerDimension={summary.r2PerDimension} heightPx={104} />
            {summary.identifiability && <Identifiability summary={summary.identifiability} />}
          </div>
        </div>
      )}
    </section>
  );
}
