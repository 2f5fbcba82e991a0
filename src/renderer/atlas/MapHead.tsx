import { ActionIcon, SegmentedControl, Select, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber } from '#renderer/format.ts';
import { type SaveChoice, SaveMenu } from '#renderer/plot/SaveMenu.tsx';
import { richText, t } from '#renderer/text.ts';
import classes from './AtlasScreen.module.css';
import { type AtlasParams, ORDERS, type Order } from './atlasParams.ts';
import { effectStops } from './colours.ts';
import type { ShownAtlas } from './shownAtlas.ts';

export interface MapHeadProps {
  readonly view: ShownAtlas;
  readonly atlas: AtlasParams;
  /** Effect at which colours end, standard deviations. */
  readonly limit: number;
  readonly files: readonly SaveChoice[];
  onChange(patch: Readonly<Record<string, string | number | null>>): void;
}

const ORDER_LABELS: Readonly<Record<Order, string>> = {
  likeness: t('atlas.byLikeness'),
  unit: t('atlas.byUnit'),
  concept: t('atlas.byConcept'),
};

/** How the map is read, what of it stands out from chance, and how it is ordered and cut. */
export function MapHead({ view, atlas, limit, files, onChange }: MapHeadProps) {
  const { summary } = view;
  return (
    <>
      <div className={classes.head}>
        <h2>{t('atlas.unitsAndParts')}</h2>
        <span className="t2 num">{formatNumber(view.units.length)}</span>
        <Legend limit={limit} />
      </div>
      <p className={`t2 caption ${classes.lead}`}>
        {t('atlas.mapLead')}{' '}
        {summary.reported === 0
          ? t('atlas.nothingReported')
          : richText('atlas.reportedLine', {
              reported: <b className="num">{formatNumber(summary.reported)}</b>,
              tested: <span className="num">{formatNumber(summary.tested)}</span>,
              units: summary.unitsReported,
            })}
      </p>
      <div className={classes.head}>
        <Select
          className={classes.order}
          aria-label={t('atlas.order')}
          allowDeselect={false}
          value={atlas.order}
          onChange={(order) => onChange({ order })}
          data={ORDERS.map((value) => ({ value, label: ORDER_LABELS[value] }))}
        />
        <SegmentedControl
          aria-label={t('atlas.cells')}
          value={atlas.isReportedOnly ? 'reported' : 'all'}
          onChange={(cells) => onChange({ cells: cells === 'all' ? null : cells })}
          data={[
            { value: 'all', label: t('atlas.allCells') },
            { value: 'reported', label: t('atlas.reportedCells') },
          ]}
        />
        <SegmentedControl
          aria-label={t('atlas.metrics')}
          value={atlas.hasAllMetrics ? 'all' : 'main'}
          onChange={(metrics) => onChange({ metrics: metrics === 'all' ? metrics : null })}
          data={[
            { value: 'main', label: t('atlas.mainMetrics') },
            { value: 'all', label: t('atlas.allMetrics') },
          ]}
        />
        <span className={classes.tools}>
          <Tooltip
            label={
              <>
                {atlas.isTable ? t('atlas.mapAsMap') : t('atlas.mapAsTable')} <Kbd keys="t" />
              </>
            }
          >
            <ActionIcon
              aria-label={t('atlas.mapAsTable')}
              aria-pressed={atlas.isTable}
              aria-keyshortcuts="t"
              onClick={() => onChange({ map: atlas.isTable ? null : 'table' })}
            >
              <IconTable size={16} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          <SaveMenu title={t('atlas.heatMap')} choices={files} />
        </span>
      </div>
    </>
  );
}

/** The colours from the largest decrease to the largest increase. */
function Legend({ limit }: { readonly limit: number }) {
  const scheme = useComputedColorScheme('dark');
  return (
    <span className={classes.legend}>
      <span className={classes.stops} aria-hidden>
        {effectStops(scheme).map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
      </span>
      <span className={`t2 ${classes.ends}`}>
        <span>{t('atlas.less', { value: formatNumber(-limit, 1) })}</span>
        <span>{t('atlas.greater', { value: formatNumber(limit, 1) })}</span>
      </span>
    </span>
  );
}
