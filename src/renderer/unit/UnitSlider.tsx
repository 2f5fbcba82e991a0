import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { UnitView } from '#core/views/sweep.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { Histogram } from './Histogram.tsx';
import { mergeLabels, type SliderScale, shareOf, valueAt, valueOfKey } from './sliderScale.ts';
import classes from './UnitSlider.module.css';

export interface UnitSliderProps {
  readonly unit: number;
  readonly scale: SliderScale;
  /** How the ends of the range are called. */
  readonly ends: { readonly low: string; readonly high: string };
  readonly histogram: UnitView['histogram'];
  /** Set activation; null is that of the start. */
  readonly value: number | null;
  /** Activation of the start, null until it is known. */
  readonly start: number | null;
  /** Activation found again in the frame shown, null until there is one. */
  readonly realised: number | null;
  readonly hasFocus?: boolean;
  readonly isNamed?: boolean;
  onChange(value: number | null): void;
  onRemove?: () => void;
  /** Below the numbers. */
  readonly children?: ReactNode;
}

/** An activation that is turned by hand, over the histogram of what the samples have. */
export function UnitSlider(props: UnitSliderProps) {
  const { unit, scale, value, start, realised, onChange } = props;
  const shown = value ?? start ?? scale.low;
  return (
    <div className={classes.slider}>
      <Track {...props} shown={shown} />
      <div className={classes.readout}>
        {props.isNamed && (
          <span className={classes.name}>
            <b>{t('unit.heading', { unit })}</b>
            {props.onRemove !== undefined && (
              <ActionIcon size="compact-xs" aria-label={t('unit.removeUnit', { unit })} onClick={props.onRemove}>
                <IconX size={14} stroke={1.6} />
              </ActionIcon>
            )}
          </span>
        )}
        <span>{t('unit.set')}</span>
        <NumberField label={t('unit.setTo', { unit })} value={shown} onChange={onChange} />
        <span>{t('units.realised')}</span>
        <span className={`num warn ${classes.found}`}>{realised === null ? '' : formatNumber(realised, 2)}</span>
        {props.children !== undefined && <span className={classes.below}>{props.children}</span>}
      </div>
    </div>
  );
}

function Track(props: UnitSliderProps & { readonly shown: number }) {
  const { unit, scale, start, realised, shown, histogram, onChange } = props;
  const thumb = useRef<HTMLDivElement>(null);
  const drag = useDrag(scale, onChange, thumb);
  const percent = (value: number) => `${shareOf(scale, value) * 100}%`;
  const from = start ?? shown;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another unit is another slider to hold
  useEffect(() => {
    if (props.hasFocus) thumb.current?.focus({ preventScroll: true });
  }, [unit, props.hasFocus]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the slider is the thumb; the track only makes it easier to hold
    <div
      className={classes.track}
      title={t('unit.sliderHint')}
      onPointerDown={drag.begin}
      onPointerMove={drag.move}
      onPointerUp={drag.end}
      onPointerCancel={drag.end}
      onDoubleClick={() => onChange(null)}
    >
      <Histogram histogram={histogram} scale={scale} className={classes.histogram} />
      <span
        className={classes.rail}
        style={{ left: percent(scale.seenLow), right: `calc(100% - ${percent(scale.seenHigh)})` }}
      />
      <span className={classes.dotted} style={{ left: percent(scale.seenHigh), right: 0 }} />
      <span className={classes.dotted} style={{ left: 0, right: `calc(100% - ${percent(scale.seenLow)})` }} />
      <span
        className={classes.filled}
        style={{ left: percent(Math.min(from, shown)), right: `calc(100% - ${percent(Math.max(from, shown))})` }}
      />
      <span className={classes.end} style={{ left: percent(scale.low) }} />
      <span className={classes.end} style={{ left: percent(scale.high) }} />
      {start !== null && <span className={classes.start} style={{ left: percent(start) }} />}
      <div
        ref={thumb}
        role="slider"
        tabIndex={0}
        aria-label={t('unit.slider', { unit })}
        aria-valuemin={scale.from}
        aria-valuemax={scale.to}
        aria-valuenow={shown}
        aria-valuetext={t('unit.sliderText', { value: formatNumber(shown, 2), realised: formatNumber(realised, 2) })}
        className={classes.thumb}
        style={{ left: percent(shown) }}
        onKeyDown={(event) => turnByKey(event, scale, shown, onChange)}
      />
      {realised !== null && <span className={classes.realised} style={{ left: percent(realised) }} />}
      <Labels scale={scale} ends={props.ends} start={start} />
    </div>
  );
}

function turnByKey(event: KeyboardEvent, scale: SliderScale, value: number, onChange: (value: number) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = valueOfKey(scale, event.key, event.shiftKey, value);
  if (wanted === null) return;
  event.preventDefault();
  onChange(wanted);
}

/** The pointer is held from anywhere on the track; the thumb gets the focus, so that keys go on from there. */
function useDrag(
  scale: SliderScale,
  onChange: (value: number) => void,
  thumb: { readonly current: HTMLElement | null },
) {
  const isHeld = useRef(false);
  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onChange(valueAt(scale, (event.clientX - box.left) / box.width));
  };
  return {
    begin: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.preventDefault();
      thumb.current?.focus({ preventScroll: true });
      // The second press of a double click puts the value back and must not set it first.
      if (event.detail > 1) return;
      isHeld.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      follow(event);
    },
    move: (event: PointerEvent<HTMLElement>) => {
      if (isHeld.current) follow(event);
    },
    end: () => {
      isHeld.current = false;
    },
  };
}

/** Below the track; what would run into each other is said together. */
function Labels({ scale, ends, start }: Pick<UnitSliderProps, 'scale' | 'ends' | 'start'>) {
  const at = (value: number, text: string) => ({ share: shareOf(scale, value), text });
  const labels = [
    at(scale.low, `${ends.low} ${formatNumber(scale.low, 2)}`),
    at(scale.high, `${ends.high} ${formatNumber(scale.high, 2)}`),
  ];
  if (start !== null) labels.push(at(start, t('unit.startAt', { value: formatNumber(start, 2) })));
  if (scale.to > scale.seenHigh) labels.push({ share: 1, text: t('unit.beyondSeen') });
  return mergeLabels(labels, LABEL_SHARE).map(({ share, text }) => (
    <span
      key={text}
      className={classes.label}
      data-edge={share < 0.05 ? 'left' : share > 0.95 ? 'right' : undefined}
      style={{ left: `${share * 100}%` }}
    >
      {text}
    </span>
  ));
}

/** Room that a label takes, as a share of the track. */
const LABEL_SHARE = 0.13;

/** The same value as a number to type. */
function NumberField(props: { readonly label: string; readonly value: number; onChange(value: number): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const typed = Number((draft ?? '').trim().replace(',', '.').replace('−', '-'));
    if (draft !== null && draft.trim() !== '' && Number.isFinite(typed)) props.onChange(typed);
    setDraft(null);
  };
  return (
    <input
      className={classes.number}
      inputMode="decimal"
      aria-label={props.label}
      value={draft ?? formatNumber(props.value, 2)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        setDraft(null);
        event.currentTarget.blur();
      }}
    />
  );
}
