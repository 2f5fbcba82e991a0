import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPin, IconPinFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SweepRow, SweepView } from '#core/views/sweep.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { EstimateText } from '#renderer/components/EstimateText.tsx';
import { Inspector, InspectorSection, KeyValues } from '#renderer/components/Inspector.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { AnnotatePicture } from '#renderer/mask/AnnotatePicture.tsx';
import { t } from '#renderer/text.ts';
import { pictureName, startName } from './pictureNames.ts';
import { nameOf } from './RowLabel.tsx';
import { isBarelyRealised } from './rows.ts';
import { sampleNumber } from './stepLabels.ts';
import classes from './UnitInspector.module.css';
import { UnitMarks } from './UnitMarks.tsx';

export interface UnitInspectorProps {
  readonly row: SweepRow;
  readonly view: SweepView;
  /** Start picture whose first, middle and last step are shown. */
  readonly start: number;
  readonly stepLabels: readonly string[];
  readonly knownTags: readonly string[];
  /** Other units of the sweep with the same direction in w. */
  readonly sharing: number;
  /** Why a pin could not be stored; null where nothing went wrong. */
  readonly pinError: unknown;
  onOpen(): void;
  onPin(): void;
  onShowSharing(): void;
}

/** The selected row: what it is, what it does, whether it can be trusted, and what a person says of it. */
export function UnitInspector(props: UnitInspectorProps) {
  const { row, knownTags } = props;
  const title = row.unit === null ? nameOf(row) : t('units.unitNumber', { unit: row.unit });
  return (
    <Inspector
      label={title}
      actions={
        row.unit === null ? undefined : (
          <>
            <Button variant="filled" rightSection={<Kbd keys="Enter" />} onClick={props.onOpen}>
              {t('units.openUnit')}
            </Button>
            <Button rightSection={<Kbd keys="p" />} aria-pressed={row.pinned} onClick={props.onPin}>
              {row.pinned ? t('units.unpin') : t('units.pin')}
            </Button>
          </>
        )
      }
    >
      <InspectorSection>
        <div className={classes.head}>
          <h1>{title}</h1>
          {row.unit !== null && <PinButton isPinned={row.pinned} onPin={props.onPin} />}
        </div>
        {props.pinError !== null && <ErrorBlock error={props.pinError} />}
        <Ends {...props} />
      </InspectorSection>
      <InspectorSection title={t('units.whatItDoes')}>
        <WhatItDoes row={row} />
      </InspectorSection>
      {row.realised !== null && (
        <InspectorSection title={t('units.trust')}>
          <Trust row={row} />
          {props.sharing > 0 && (
            <Button size="compact-xs" onClick={props.onShowSharing}>
              {t('units.showSharing', { count: props.sharing })}
            </Button>
          )}
        </InspectorSection>
      )}
      {row.unit !== null && (
        <UnitMarks key={row.unit} unit={row.unit} tags={row.tags} note={row.note} knownTags={knownTags} />
      )}
    </Inspector>
  );
}

function PinButton({ isPinned, onPin }: { readonly isPinned: boolean; onPin(): void }) {
  const label = isPinned ? t('units.unpin') : t('units.pin');
  return (
    <Tooltip label={`${label} (P)`}>
      <ActionIcon aria-label={label} aria-pressed={isPinned} onClick={onPin}>
        {isPinned ? <IconPinFilled size={16} className={classes.pinned} /> : <IconPin size={16} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Ends({ row, view, start, stepLabels }: UnitInspectorProps) {
  const last = view.steps.length - 1;
  const shown = [...new Set([0, Math.floor(last / 2), last])];
  const at = view.starts[start];
  const hash = row.strips[start] ?? null;
  if (row.dead) return <p className="t2">{t('units.deadRow')}</p>;
  return (
    <>
      <div className={classes.ends}>
        {shown.map((step) => (
          <Picture
            key={step}
            picture={hash === null ? null : { hash, index: step, tiles: view.steps.length }}
            label={pictureName(row, view, start, step)}
          />
        ))}
      </div>
      {at !== undefined && (
        <div className={`caption ${classes.caption}`} title={startName(at)}>
          <span className="t2">{at.className}</span>
          <span className="num t3">{sampleNumber(at.sample.index)}</span>
          <span className={classes.fill} />
          <span className="num t3">{shown.map((step) => stepLabels[step]).join(', ')}</span>
        </div>
      )}
      {hash !== null && (
        <AnnotatePicture
          label={t('annotate.pickSteps', { count: shown.length })}
          from={{ kind: 'sweep', sweep: view.artifact.id, ordinal: row.ordinal, start, steps: shown }}
        />
      )}
    </>
  );
}

function WhatItDoes({ row }: { readonly row: SweepRow }) {
  const isUnit = row.unit !== null;
  return (
    <>
      {row.kind === 'none' && <p className={`t2 ${classes.explained}`}>{t('units.controlExplained')}</p>}
      <KeyValues
        rows={[
          [t('units.effectName'), <EstimateText key="effect" estimate={row.effect} />],
          [
            t('units.range'),
            row.kind === 'none' ? null : (
              <span key="range" className={row.extrapolated ? 'num warn' : 'num'} title={extrapolationOf(row)}>
                {t('units.activationRange', { low: formatNumber(row.low, 2), high: formatNumber(row.high, 2) })}
              </span>
            ),
          ],
          [
            t('units.activation'),
            isUnit ? (
              <span key="activation" className="num" title={t('units.meanSdHint')}>
                {t('units.meanSd', {
                  mean: formatNumber(row.activationMean, 2),
                  sd: formatNumber(row.activationSd, 2),
                })}
              </span>
            ) : null,
          ],
          [
            t('units.latentLength'),
            row.kind === 'none' ? null : (
              <span key="length" className="num">
                {t('units.latentLengthValue', { value: formatNumber(row.latentLength, 2) })}
              </span>
            ),
          ],
        ]}
      />
      <p className={`caption t3 ${classes.hint}`}>{t('units.effectUnit')}</p>
    </>
  );
}

function extrapolationOf(row: SweepRow): string | undefined {
  return row.extrapolated ? t('units.beyondSeenHint') : undefined;
}

/** The causal cycle, and how far refits agree on the direction. */
function cycleRows({ specificity, stability }: SweepRow): [string, ReactNode][] {
  const rows: [string, ReactNode][] = [];
  if (specificity !== null) {
    rows.push([t('units.ownChange'), <EstimateText key="own" estimate={specificity.ownChange} />]);
    rows.push([
      t('units.rankShare'),
      <span key="rank" className="num">
        {formatShare(specificity.rankShare)}
      </span>,
    ]);
  }
  if (stability !== null)
    rows.push([
      t('units.stability'),
      <span key="stability" className="num">
        {formatNumber(stability, 2)}
      </span>,
    ]);
  return rows;
}

/** How much of what was set is found again in the picture, and from how many pictures that is known. */
export function Trust({ row }: { readonly row: SweepRow }) {
  const { realised } = row;
  if (realised === null) return null;
  return (
    <>
      <KeyValues
        rows={[[t('units.realisedName'), <EstimateText key="realised" estimate={realised} />], ...cycleRows(row)]}
      />
      <p className={`caption t3 ${classes.hint}`}>{t('units.trustHint', { n: realised.n })}</p>
      {row.flagged === true ? (
        <p className="caption warn">{t('units.flagged')}</p>
      ) : (
        isBarelyRealised(row) && (
          <p className="caption warn">{t('units.barelyRealised', { value: formatNumber(realised.value, 2) })}</p>
        )
      )}
    </>
  );
}
