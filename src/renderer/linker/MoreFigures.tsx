import { useState } from 'react';
import type { LinkerSummary } from '#core/summary.ts';
import type { LinkerRow } from '#core/views/linker.ts';
import { Folded } from '#renderer/components/Folded.tsx';
import { t } from '#renderer/text.ts';
import { AllFigures } from './AllFigures.tsx';
import { AxesPlot } from './AxesPlot.tsx';
import { Identifiability } from './Identifiability.tsx';
import { linkerTitle } from './linkerName.ts';
import classes from './MoreFigures.module.css';
import { Residuals } from './Residuals.tsx';

export interface MoreFiguresProps {
  readonly shown: LinkerRow;
  /** Empty where they have no names. */
  readonly classNames: readonly string[];
  readonly isOpen: boolean;
  onToggle(): void;
}

/** The whole card of the shown linker, closed at first so that its pictures stay in sight. */
export function MoreFigures({ shown, classNames, isOpen, onToggle }: MoreFiguresProps) {
  const { summary } = shown;
  // Linkers made before the card was complete lack it.
  const { r2PerComponent: perComponent }: Partial<LinkerSummary> = summary;
  const [component, setComponent] = useState(0);
  const at = Math.min(component, (perComponent?.length ?? 1) - 1);
  return (
    <Folded label={t('linker.moreFigures')} isOpen={isOpen} onToggle={onToggle}>
      <div className={classes.figures}>
        <AllFigures summary={summary} title={linkerTitle(shown)} />
        <div className={classes.side}>
          <AxesPlot
            title={t('linker.byDimension')}
            axisName={t('linker.dimension')}
            meaning={t('linker.dimensionsMeaning')}
            r2={summary.r2PerDimension}
            heightPx={104}
          />
          {summary.identifiability && <Identifiability summary={summary.identifiability} />}
        </div>
        {perComponent !== undefined && (
          <>
            <Residuals
              linker={shown.artifact.id}
              classNames={classNames}
              r2={perComponent}
              component={at}
              heightPx={196}
              onComponent={setComponent}
            />
            <AxesPlot
              title={t('linker.byComponent')}
              axisName={t('linker.component')}
              meaning={t('linker.componentsMeaning')}
              r2={perComponent}
              heightPx={196}
              chosen={at}
              onChoose={setComponent}
            />
          </>
        )}
      </div>
    </Folded>
  );
}
