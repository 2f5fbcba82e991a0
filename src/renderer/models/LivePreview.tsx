import { ActionIcon, NumberInput, Select, Slider, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconDice3 } from '@tabler/icons-react';
import { useState } from 'react';
import type { PairInfo } from '#core/views/project.ts';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Picture, tileStyle } from '#renderer/components/Picture.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './LivePreview.module.css';
import { PREVIEW_COUNT, type PreviewChoice, usePreview } from './usePreview.ts';

const MOST_PSI = 1.5;
const MOST_SEED = 4_294_967_295;

export interface LivePreviewProps {
  readonly pair: PairInfo;
  /** Truncation that the generator's manifest recommends. */
  readonly defaultPsi: number;
}

/** A row of pictures drawn as one asks, with what the classifier says of each. */
export function LivePreview({ pair, defaultPsi }: LivePreviewProps) {
  const [choice, setChoice] = useState<PreviewChoice>({
    pair: pair.artifactId,
    className: pair.classNames[0] ?? '',
    psi: defaultPsi,
    seed: 0,
  });
  const preview = usePreview(choice);
  const change = (patch: Partial<PreviewChoice>) => setChoice({ ...choice, ...patch });
  const nextSeed = () => change({ seed: (choice.seed + 1) % MOST_SEED });
  useCommands([
    {
      id: 'models.seed',
      label: t('models.newSeed'),
      group: t('shell.groupHere'),
      keys: ['r'],
      icon: IconDice3,
      run: nextSeed,
    },
  ]);
  return (
    <section className={classes.preview} aria-busy={preview.isFetching}>
      <div className={classes.heading}>
        <h2>
          {t('models.live')} <span className={`t3 ${classes.note}`}>{t('models.liveNote')}</span>
        </h2>
        <Controls classNames={pair.classNames} choice={choice} onChange={change} onSeed={nextSeed} />
      </div>
      {preview.error !== null ? (
        <ErrorBlock error={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <ul className={classes.pictures}>
          {Array.from({ length: PREVIEW_COUNT }, (_, index) => (
            <Tile
              // biome-ignore lint/suspicious/noArrayIndexKey: twelve fixed places
              key={index}
              url={preview.data?.url ?? null}
              index={index}
              asked={choice.className}
              prediction={preview.data?.predictions[index] ?? null}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ControlsProps {
  readonly classNames: readonly string[];
  readonly choice: PreviewChoice;
  onChange(patch: Partial<PreviewChoice>): void;
  onSeed(): void;
}

function Controls({ classNames, choice, onChange, onSeed }: ControlsProps) {
  return (
    <div className={classes.controls}>
      <Select
        className={classes.class}
        aria-label={t('models.class')}
        allowDeselect={false}
        searchable
        value={choice.className}
        data={classNames}
        onChange={(className) => className !== null && onChange({ className })}
      />
      <span className="t2">{t('models.psi')}</span>
      <Slider
        className={classes.psi}
        min={0}
        max={MOST_PSI}
        step={0.05}
        value={choice.psi}
        onChange={(psi) => onChange({ psi: Number(psi.toFixed(2)) })}
        thumbLabel={t('models.psiLong')}
      />
      <span className={`num ${classes.value}`}>{formatNumber(choice.psi, 2)}</span>
      <NumberInput
        className={classes.seed}
        aria-label={t('models.seed')}
        leftSection={<span className="t2">{t('models.seed')}</span>}
        leftSectionWidth={44}
        hideControls
        min={0}
        max={MOST_SEED}
        clampBehavior="strict"
        allowDecimal={false}
        value={choice.seed}
        onChange={(seed) => typeof seed === 'number' && onChange({ seed })}
      />
      <Tooltip label={`${t('models.newSeed')} (R)`}>
        <ActionIcon aria-label={t('models.newSeed')} aria-keyshortcuts="r" onClick={onSeed}>
          <IconDice3 size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

interface TileProps {
  readonly url: string | null;
  readonly index: number;
  readonly asked: string;
  readonly prediction: { readonly className: string; readonly probability: number } | null;
}

function Tile({ url, index, asked, prediction }: TileProps) {
  const predicted = prediction?.className ?? '';
  const probability = formatShare(prediction?.probability, 0);
  const isOther = prediction !== null && predicted !== asked;
  return (
    <li>
      {url === null ? (
        <Picture picture={null} label="" />
      ) : (
        <span
          role="img"
          aria-label={t('models.picture', { asked, predicted, probability })}
          className={classes.picture}
          style={tileStyle(url, index, PREVIEW_COUNT)}
        />
      )}
      <span className={classes.caption}>
        {isOther && <IconAlertTriangle size={13} stroke={1.6} className="warn" title={t('models.otherClass')} />}
        <span className={isOther ? `warn ${classes.name}` : classes.name}>{predicted}</span>
        <span className="num t3">{prediction === null ? '' : probability}</span>
      </span>
    </li>
  );
}
