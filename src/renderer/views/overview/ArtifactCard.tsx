import { Picture } from '#renderer/components/Picture.tsx';
import { StageDot } from '#renderer/components/StageDot.tsx';
import { formatNumber } from '#renderer/format.ts';
import { stageEntry } from '#renderer/screens.ts';
import { timeLeft } from '#renderer/shell/jobProgress.ts';
import { t } from '#renderer/text.ts';
import classes from './ArtifactCard.module.css';
import type { Card } from './study.ts';

const PICTURES = 4;

export interface ArtifactCardProps {
  readonly card: Card;
  readonly isChosen: boolean;
  /** Says which one is the default where a stage has several. */
  readonly hasSiblings: boolean;
  /** Grey while another card's line is lit. */
  readonly isDimmed: boolean;
  readonly place: { readonly x: number; readonly y: number; readonly heightPx: number };
  onChoose(isSecond: boolean): void;
  onOpen(): void;
  onHover(isOver: boolean): void;
}

/** A node of the graph: name and state, a few pictures, the key figure. */
export function ArtifactCard({
  card,
  isChosen,
  hasSiblings,
  isDimmed,
  place,
  onChoose,
  onOpen,
  onHover,
}: ArtifactCardProps) {
  const { icon: Icon, title } = stageEntry(card.stage);
  const name = card.node?.title ?? title;
  const pictures = card.node?.pictures.slice(0, PICTURES) ?? [];
  return (
    <button
      type="button"
      id={cardElementId(card.id)}
      className={classes.card}
      data-state={card.state}
      data-dimmed={isDimmed}
      aria-pressed={isChosen}
      tabIndex={isChosen ? 0 : -1}
      style={{ left: place.x, top: place.y, height: place.heightPx }}
      onClick={(event) => onChoose(event.shiftKey)}
      onDoubleClick={onOpen}
      onMouseEnter={() => onHover(true)}
      onMouseLeave={() => onHover(false)}
    >
      <span className={classes.head}>
        <Icon size={16} stroke={1.6} aria-hidden />
        <b className={classes.name}>{name}</b>
        {hasSiblings && card.node?.isDefault && <span className="t3 caption">{t('overview.isDefault')}</span>}
        <StageDot state={card.state} progress={card.progress} />
      </span>
      {pictures.length > 0 && (
        <span className={classes.pictures}>
          {pictures.map((picture) => (
            <Picture key={`${picture.hash} ${picture.index}`} picture={picture} label="" sizePx={40} />
          ))}
        </span>
      )}
      <span className={classes.line}>{lineText(card)}</span>
      {card.progress !== null && <span className={classes.progress} style={{ width: `${card.progress * 100}%` }} />}
    </button>
  );
}

export function cardElementId(id: string): string {
  return `card-${id}`;
}

function lineText({ node, job, state }: Card) {
  if (node === null) return t('overview.notMade');
  if (job !== null && state === 'running') {
    return [`${formatNumber(job.done)} / ${formatNumber(job.total)}`, timeLeft(job)]
      .filter((part) => part !== '')
      .join(', ');
  }
  if (job !== null && state === 'empty') {
    return t('overview.unfinished', { done: formatNumber(job.done), total: formatNumber(job.total), item: job.item });
  }
  return node.line;
}
