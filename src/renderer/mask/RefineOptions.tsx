import { Button, NumberInput, Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useMemo } from 'react';
import { type Blemish, findHoles, findSpecks } from '#core/mask/cleanUp.ts';
import type { Mask } from '#core/mask/mask.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import { t } from '#renderer/text.ts';
import { changeDrawing, useDrawing } from './drawing.ts';
import { type Ghost, regionGhost } from './ghost.ts';
import classes from './ToolOptions.module.css';
import { guardsOf } from './tools/tool.ts';

export interface RefineProps {
  /** The mask, and how many times it has changed: it is changed in place. */
  readonly mask: Mask | null;
  readonly version: number;
  readonly labelName: string;
  apply(stroke: Stroke): void;
  /** Shows on the canvas what would be changed. */
  showGhost(ghost: Ghost | null): void;
}

/** Grow, shrink and smooth the chosen label; fill holes and remove specks, which are counted and shown first. */
export function RefineOptions({ mask, version, labelName, apply, showGhost }: RefineProps) {
  const { label, radiusPx, holePx, speckPx, onlyBackground, locked } = useDrawing();
  const guards = guardsOf({ label, locked, onlyBackground: false, colour: '', shape: 'round', sizePx: 1 }, label);
  const only = label === 0 ? null : label;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mask is changed in place, its version tells
  const holes = useMemo(
    () => (mask === null ? [] : findHoles(mask, { label: only, maxAreaPx: holePx })),
    [mask, version, only, holePx],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mask is changed in place, its version tells
  const specks = useMemo(
    () => (mask === null ? [] : findSpecks(mask, { label: only, maxAreaPx: speckPx })),
    [mask, version, only, speckPx],
  );

  useEffect(() => {
    if (mask === null) return;
    const region = new Uint8Array(mask.data.length);
    for (const { component } of [...holes, ...specks]) for (const at of component.pixels) region[at] = 1;
    showGhost(holes.length + specks.length === 0 ? null : regionGhost(region, mask.widthPx, BLEMISH_COLOUR));
    return () => showGhost(null);
  }, [mask, holes, specks, showGhost]);

  const isBare = label === 0;
  const morph = (tool: 'grow' | 'shrink' | 'smooth') =>
    apply({
      tool,
      label,
      radiusPx,
      ...guards,
      ...(tool === 'grow' && onlyBackground ? { onlyBackground: true as const } : {}),
    });
  return (
    <>
      <span className="t2">{isBare ? t('annotate.allLabels') : labelName}</span>
      <div className={classes.group}>
        <NumberInput
          w={58}
          aria-label={t('annotate.radius')}
          min={1}
          max={16}
          suffix={` ${t('annotate.px')}`}
          value={radiusPx}
          onChange={(value) => typeof value === 'number' && value >= 1 && changeDrawing({ radiusPx: value })}
        />
        <Button disabled={isBare} onClick={() => morph('grow')}>
          {t('annotate.grow')}
        </Button>
        <Button disabled={isBare} onClick={() => morph('shrink')}>
          {t('annotate.shrink')}
        </Button>
        <Button disabled={isBare} onClick={() => morph('smooth')}>
          {t('annotate.smooth')}
        </Button>
      </div>
      <CleanUp
        name={t('annotate.holes')}
        found={holes}
        sizePx={holePx}
        onSize={(px) => changeDrawing({ holePx: px })}
        action={t('annotate.fillHoles')}
        onAction={() => apply({ tool: 'holes', label: only, maxAreaPx: holePx, ...guards })}
      />
      <CleanUp
        name={t('annotate.specks')}
        found={specks}
        sizePx={speckPx}
        onSize={(px) => changeDrawing({ speckPx: px })}
        action={t('annotate.removeSpecks')}
        onAction={() => apply({ tool: 'specks', label: only, maxAreaPx: speckPx, ...guards })}
      />
    </>
  );
}

/** Unlike any label and any picture. */
const BLEMISH_COLOUR = '#FF3B6B';

interface CleanUpProps {
  readonly name: string;
  readonly found: readonly Blemish[];
  readonly sizePx: number;
  onSize(px: number): void;
  readonly action: ReactNode;
  onAction(): void;
}

function CleanUp({ name, found, sizePx, onSize, action, onAction }: CleanUpProps) {
  const areas = found.map(({ component }) => component.areaPx).sort((a, b) => b - a);
  const largest = areas[0] ?? 0;
  return (
    <div className={classes.group}>
      <span className="t2">{name}</span>
      <NumberInput
        w={80}
        aria-label={t('annotate.upToSize', { what: name })}
        min={1}
        max={100_000}
        suffix={` ${t('annotate.px')}`}
        value={sizePx}
        onChange={(value) => typeof value === 'number' && value >= 1 && onSize(value)}
      />
      <Tooltip
        label={
          areas.length === 0
            ? t('annotate.noneFound')
            : t('annotate.foundSizes', { sizes: areas.slice(0, 8).join(', ') })
        }
      >
        <Button
          disabled={areas.length === 0}
          onClick={onAction}
          rightSection={<span className="num t2">{areas.length}</span>}
        >
          {action}
        </Button>
      </Tooltip>
      {largest > 0 && <span className="t3 num">{t('annotate.largestPx', { px: largest })}</span>}
    </div>
  );
}
