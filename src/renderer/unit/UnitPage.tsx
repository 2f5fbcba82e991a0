import { IconDice3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { describeFailure } from '#core/failure.ts';
import { rangeSchema } from '#core/params.ts';
import { UnitInAtlas } from '#renderer/atlas/UnitInAtlas.tsx';
import { useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { formatNumber } from '#renderer/format.ts';
import { tagsOf } from '#renderer/grid/rows.ts';
import { isBeyondRange, sampleNumber } from '#renderer/grid/stepLabels.ts';
import { useOverlays } from '#renderer/grid/useOverlays.ts';
import { useQuickParams } from '#renderer/grid/useQuickParams.ts';
import type { ShownSweep } from '#renderer/grid/useSweep.ts';
import { parseWall, wallPart } from '#renderer/grid/wallParams.ts';
import { UnitChanges } from '#renderer/measure/UnitChanges.tsx';
import { showScreen } from '#renderer/route.ts';
import { useCrumbs } from '#renderer/shell/crumbs.ts';
import { t } from '#renderer/text.ts';
import { UnitMotion } from '#renderer/track/UnitMotion.tsx';
import { LivePictures } from './LivePictures.tsx';
import { Sliders } from './Sliders.tsx';
import { StripsHeading } from './StripsHeading.tsx';
import { UnitHead } from './UnitHead.tsx';
import classes from './UnitPage.module.css';
import { UnitPageInspector } from './UnitPageInspector.tsx';
import { UnitStrips } from './UnitStrips.tsx';
import { formatOthers, parseUnitParams, roundForAddress } from './unitParams.ts';
import { frameOf, type Live, type SetUnit, useLive } from './useLive.ts';
import { useNeighbours } from './useNeighbours.ts';
import { useStart } from './useStart.ts';
import { type UnitSource, useTurnedUnit } from './useTurnedUnit.ts';

export interface UnitPageProps {
  /** Unit of the address; while J or K is held, the page is ahead of it. */
  readonly unit: number;
  /** Null while there is no sweep. */
  readonly sweep: ShownSweep | null;
}

/** One unit turned by hand: start, now and difference, the slider, and all start pictures below. */
export function UnitPage({ unit: unitOfAddress, sweep }: UnitPageProps) {
  const project = useProject();
  const [address, change] = useQuickParams();
  const { at, others, ...params } = parseUnitParams(address);
  const unit = params.unit ?? unitOfAddress;
  const wall = parseWall(address);
  const overlays = useOverlays(sweep?.view.artifact.id ?? null, wall);
  const source = sourceOf(sweep);
  const { turned, error, refetch } = useTurnedUnit(unit, source);
  const neighbours = useNeighbours(unit, sweep, address);
  const view = turned?.view ?? null;
  const sample = params.sample ?? sweep?.view.starts[0]?.sample.index ?? view?.mostActive[0]?.sample.index ?? null;
  const { classIndex, pickRandom } = useStart(sample, inputOf(sweep, 'samples'));
  const units: readonly SetUnit[] = [{ unit, value: at }, ...others];
  const mode = sweep?.params.mode ?? 'linked';
  const live = useLive(sample === null ? null : { project, linker: source.linker, sample, units, mode });
  useCrumbs([String(unit)]);

  const back = () => showScreen('units', { ...wallPart(address), unit: String(unit) });
  const setUnits = ([first, ...rest]: readonly SetUnit[]) =>
    change({
      at: first?.value == null ? null : roundForAddress(first.value),
      with: formatOthers(rest),
    });
  const chooseStart = (next: number, value: number | null = null) =>
    change({ sample: next, at: value === null ? null : roundForAddress(value) });
  const random = async () => {
    const next = await pickRandom();
    if (next !== null) chooseStart(next, at);
  };
  useCommands([
    {
      id: 'unit.random',
      label: t('unit.randomStart'),
      group: t('unit.title'),
      keys: ['r'],
      icon: IconDice3,
      run: () => void random(),
    },
  ]);

  const head = (
    <UnitHead
      unit={unit}
      row={view?.row ?? null}
      previous={neighbours.previous}
      next={neighbours.next}
      onShow={(other) => change({ unit: other, at: null, with: null })}
      onBack={back}
    />
  );
  if (error !== null) {
    return (
      <Page head={head}>
        <ErrorBlock error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (turned === null || view === null || sample === null) {
    return (
      <Page head={head}>
        <Blocks heightsPx={[284, 100, 112, 112]} />
      </Page>
    );
  }
  const { scale } = turned;
  const first = frameOf(live, sample, unit, 0);
  const start = first.start ?? view.starts.find((each) => each.sample.index === sample)?.startActivation ?? null;
  const value = at ?? start;
  const className = classIndex === null ? null : (view.classNames[classIndex] ?? null);
  const isBeyond = (set: number) => isBeyondRange(scale, set);
  return (
    <Page
      head={head}
      inspector={
        <UnitPageInspector
          view={view}
          scale={scale}
          sample={sample}
          value={value}
          probabilities={live.shown?.frame.probabilities ?? null}
          knownTags={tagsOf(sweep?.rows ?? [])}
          onChoose={(next) => chooseStart(next)}
        />
      }
    >
      {live.error !== null && <LiveError live={live} />}
      {!isModelMissing(live.error) && (
        <LivePictures
          live={live}
          sample={sample}
          className={className}
          isBeyond={value !== null && isBeyond(value)}
          nowLabel={t('unit.nowLabel', {
            unit,
            value: formatNumber(value, 2),
            start: `${className ?? ''} ${sampleNumber(sample)}`,
          })}
          onRandom={() => void random()}
        />
      )}
      {!isModelMissing(live.error) && (
        <Sliders
          units={units}
          source={source}
          sweep={sweep}
          live={live}
          sample={sample}
          start={start}
          onChange={setUnits}
        />
      )}
      {view.starts.length === 0 && !turned.isDead && (
        <p className={`t2 ${classes.note}`}>{sweep === null ? t('unit.stripsNoSweep') : t('unit.stripsEmpty')}</p>
      )}
      {view.starts.length > 0 && (
        <>
          {sweep !== null && (
            <StripsHeading
              isOn={wall}
              overlays={overlays}
              sweep={sweep.view.artifact.id}
              change={change}
              onShowSweep={(id) => change({ sweep: id })}
            />
          )}
          <UnitStrips
            view={view}
            sample={sample}
            value={value}
            overlays={overlays}
            isBeyond={isBeyond}
            onChoose={chooseStart}
          />
          {sweep !== null && <UnitChanges sweep={sweep.view.artifact.id} unit={unit} />}
          {sweep !== null && <UnitMotion sweep={sweep.view.artifact.id} unit={unit} sample={sample} />}
          <UnitInAtlas unit={unit} />
        </>
      )}
    </Page>
  );
}

function Page(props: { readonly head: ReactNode; readonly inspector?: ReactNode; readonly children: ReactNode }) {
  return (
    <Frame isFixed inspector={props.inspector}>
      <div className={classes.page}>
        {props.head}
        {props.children}
      </div>
    </Frame>
  );
}

function LiveError({ live }: { readonly live: Live }) {
  return (
    <>
      <ErrorBlock error={live.error} onRetry={live.retry} />
      {isModelMissing(live.error) && <p className="t2">{t('unit.liveMissing')}</p>}
    </>
  );
}

function isModelMissing(error: unknown): boolean {
  return error !== null && describeFailure(error).code === 'MODEL_MISSING';
}

function sourceOf(sweep: ShownSweep | null): UnitSource {
  return {
    sweep: sweep?.view.artifact.id ?? null,
    linker: inputOf(sweep, 'linker'),
    range: sweep?.params.range ?? rangeSchema.parse({}),
  };
}

function inputOf(sweep: ShownSweep | null, role: string): string | null {
  return sweep?.view.artifact.inputs.find((input) => input.role === role)?.id ?? null;
}
