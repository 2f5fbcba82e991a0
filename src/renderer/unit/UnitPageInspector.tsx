import type { UnitView } from '#core/views/sweep.ts';
import { Inspector, InspectorSection } from '#renderer/components/Inspector.tsx';
import { Trust } from '#renderer/grid/UnitInspector.tsx';
import { UnitMarks } from '#renderer/grid/UnitMarks.tsx';
import { t } from '#renderer/text.ts';
import { ClassCurves, FrameProbabilities } from './ClassCurves.tsx';
import { Extremes } from './Extremes.tsx';
import { RealisedPlot } from './RealisedPlot.tsx';
import type { SliderScale } from './sliderScale.ts';

export interface UnitPageInspectorProps {
  readonly view: UnitView;
  readonly scale: SliderScale;
  /** Sample that is the live start. */
  readonly sample: number;
  /** Set activation; null until it is known. */
  readonly value: number | null;
  /** Of the frame on screen; null until there is one. */
  readonly probabilities: readonly number[] | null;
  readonly knownTags: readonly string[];
  onChoose(sample: number): void;
}

/** What the unit means to the classes, which samples have most of it, whether turning it can be trusted, and notes. */
export function UnitPageInspector(props: UnitPageInspectorProps) {
  const { view, probabilities, sample } = props;
  const { row, unit } = view;
  return (
    <Inspector label={t('unit.heading', { unit })}>
      <ClassCurves view={view} scale={props.scale} value={props.value} />
      {probabilities !== null && <FrameProbabilities classNames={view.classNames} probabilities={probabilities} />}
      <Extremes view={view} onChoose={props.onChoose} />
      {row !== null && view.starts.length > 0 && (
        <InspectorSection title={t('units.trust')}>
          <Trust row={row} />
        </InspectorSection>
      )}
      {view.starts.length > 0 && (
        <InspectorSection>
          <RealisedPlot view={view} sample={sample} />
        </InspectorSection>
      )}
      {row !== null && <UnitMarks key={unit} unit={unit} tags={row.tags} note={row.note} knownTags={props.knownTags} />}
    </Inspector>
  );
}
