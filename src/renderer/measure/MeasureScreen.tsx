import { Button, Select, Switch, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChangeOrder } from '#core/measure/orderChanges.ts';
import type { MeasureSummary } from '#core/summary.ts';
import type { ChangePage } from '#core/views/measure.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { Inspector, InspectorSection } from '#renderer/components/Inspector.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { PartsLayer } from '#renderer/grid/StripLayer.tsx';
import { sampleNumber } from '#renderer/grid/stepLabels.ts';
import { hrefTo, useParams } from '#renderer/route.ts';
import { StageJob } from '#renderer/shell/StageJob.tsx';
import { t } from '#renderer/text.ts';
import { ChangesList } from './ChangesList.tsx';
import { DoseResponse } from './DoseResponse.tsx';
import { ExportMeasures } from './ExportMeasures.tsx';
import classes from './MeasureScreen.module.css';
import type { ChangeChoice } from './measureParams.ts';
import { metricName } from './metricName.ts';

interface MeasureScreenProps {
  readonly page: ChangePage;
  readonly choice: ChangeChoice;
}

/** Changes of parts over all units, and how the chosen one follows its unit. */
export function MeasureScreen({ page, choice }: MeasureScreenProps) {
  const [params, setParams] = useParams();
  const { artifact, quantities, metrics, rows, total } = page;
  const { pictures } = artifact.summary as unknown as MeasureSummary;
  const at = Math.min(Math.max(0, Number(params.row ?? 0) || 0), Math.max(0, rows.length - 1));
  const shown = rows[at] ?? null;
  const walk = (step: number) => {
    const next = at + step;
    if (rows[next] !== undefined) setParams({ row: next === 0 ? null : next });
  };
  const move = { group: t('shell.groupHere'), isKeyOnly: true };
  useCommands([
    { ...move, id: 'measure.up', label: t('measure.up'), keys: ['ArrowUp'], run: () => walk(-1) },
    { ...move, id: 'measure.down', label: t('measure.down'), keys: ['ArrowDown'], run: () => walk(1) },
  ]);
  // A head puts the largest first, then the smallest, and then all is as it was.
  const order = (by: ChangeOrder) => {
    const isAgain = choice.order === by;
    const next = isAgain && choice.rising ? { order: null, rising: null } : { order: by, rising: isAgain ? 1 : null };
    setParams({ ...next, row: null });
  };
  const unit = shown?.direction.kind === 'unit' ? shown.direction.unit : null;
  const sweep = artifact.inputs.find(({ role }) => role === 'sweep')?.id ?? '';
  return (
    <Frame isFixed inspector={<CurveInspector sweep={sweep} unit={unit} change={shown} />}>
      <ScreenHeading title={t('measure.title')} lead={t('measure.lead', { pictures: formatNumber(pictures) })}>
        <ExportMeasures measure={artifact.id} />
      </ScreenHeading>
      <StageJob stage="measure" />
      <div className={classes.above}>
        <Select
          aria-label={t('measure.part')}
          placeholder={t('measure.anyPart')}
          clearable
          w={150}
          data={quantities.map(({ id, name }) => ({ value: id, label: name }))}
          value={choice.quantity ?? null}
          onChange={(part) => setParams({ part, row: null })}
        />
        <Select
          aria-label={t('measure.metric')}
          placeholder={t('measure.anyMetric')}
          clearable
          w={190}
          data={metrics.map((id) => ({ value: id, label: metricName(id) }))}
          value={choice.metric ?? null}
          onChange={(metric) => setParams({ metric, row: null })}
        />
        <Tooltip label={t('measure.apartHint')}>
          <Switch
            size="xs"
            label={t('measure.apart')}
            checked={choice.apart}
            onChange={() => setParams({ all: choice.apart ? 1 : null, row: null })}
          />
        </Tooltip>
        <span className={`t3 ${classes.count}`}>
          {t('measure.shown', { shown: formatNumber(rows.length), total: formatNumber(total) })}
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t(choice.apart ? 'measure.noneApart' : 'measure.none')}>
          {choice.apart && <Button onClick={() => setParams({ all: 1 })}>{t('measure.showAll')}</Button>}
        </EmptyState>
      ) : (
        <div className={classes.page}>
          <ChangesList
            changes={rows}
            quantities={quantities}
            at={at}
            ordering={{ order: choice.order, rising: choice.rising, onOrder: order }}
            onShow={(row) => setParams({ row: row === 0 ? null : row })}
          />
        </div>
      )}
    </Frame>
  );
}

interface CurveInspectorProps {
  readonly sweep: string;
  /** Null where the change is not of a unit. */
  readonly unit: number | null;
  readonly change: ChangePage['rows'][number] | null;
}

/** Start pictures shown. */
const STRIPS = 4;

/** The pictures behind a change, and how it follows the unit. */
function CurveInspector({ sweep, unit, change }: CurveInspectorProps) {
  const project = useProject();
  const api = useApi();
  const { data } = useQuery(
    api.measure.unit.queryOptions({
      input: { project, sweep, unit: unit ?? 0 },
      enabled: unit !== null,
      placeholderData: (previous) => previous,
    }),
  );
  if (change === null || unit === null || !data) {
    return (
      <Inspector label={t('measure.inspector')}>
        <InspectorSection>
          {unit === null || data === null ? (
            <p className="t3">{t('measure.choose')}</p>
          ) : (
            <Blocks heightsPx={[200, 180]} />
          )}
        </InspectorSection>
      </Inspector>
    );
  }
  const tiles = data.values.length;
  return (
    <Inspector
      label={t('measure.inspector')}
      actions={
        <Button component="a" variant="filled" href={hrefTo('unit', { unit: String(unit), sweep, parts: '1' })}>
          {t('measure.openUnit', { unit })}
        </Button>
      }
    >
      <InspectorSection title={t('units.unitNumber', { unit })}>
        <div className={classes.strips} style={{ gridTemplateColumns: `repeat(${tiles}, minmax(0, 1fr))` }}>
          {data.starts.slice(0, STRIPS).flatMap(({ sample, className, strip, part }) =>
            data.values.map((value, step) => (
              <Picture
                key={`${sample} ${value}`}
                picture={strip === null ? null : { hash: strip, index: step, tiles }}
                label={t('measure.pictureName', {
                  start: `${className} ${sampleNumber(sample)}`,
                  value: formatNumber(value, 2),
                })}
              >
                <PartsLayer maps={data.maps} part={part} index={step} tiles={tiles} />
              </Picture>
            )),
          )}
        </div>
      </InspectorSection>
      <InspectorSection>
        <DoseResponse measures={data} change={change} />
        <p className="t3 caption">{t('measure.curveNote')}</p>
      </InspectorSection>
    </Inspector>
  );
}
