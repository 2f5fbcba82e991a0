import { type KeyboardEvent, useMemo, useState } from 'react';
import { t } from '#renderer/text.ts';
import { ArtifactCard, cardElementId } from './ArtifactCard.tsx';
import classes from './ArtifactGraph.module.css';
import { CARD_WIDTH_PX, type GraphLayout, layOut, lineOf, neighbourOf } from './layout.ts';
import type { Card } from './study.ts';
import { useZoom } from './useZoom.ts';

export interface ArtifactGraphProps {
  readonly cards: readonly Card[];
  readonly chosen: string | null;
  readonly second: string | null;
  onChoose(id: string, isSecond: boolean): void;
  onOpen(card: Card): void;
}

/** What was made from what. Arrow keys follow the edges, Ctrl and wheel zooms. */
export function ArtifactGraph({ cards, chosen, second, onChoose, onOpen }: ArtifactGraphProps) {
  const layout = useMemo(() => layOut(cards.map(toLayoutNode)), [cards]);
  const [hovered, setHovered] = useState<string | null>(null);
  const lit = hovered === null ? null : lineOf(hovered, layout.edges);
  const { zoom, holder } = useZoom();
  const first = chosen ?? cards[0]?.id ?? null;
  const moveChoice = (event: KeyboardEvent) => {
    const { key } = event;
    if (first === null || (key !== 'ArrowLeft' && key !== 'ArrowRight' && key !== 'ArrowUp' && key !== 'ArrowDown'))
      return;
    event.preventDefault();
    const next = neighbourOf(first, key, layout);
    if (next === null) return;
    onChoose(next, event.shiftKey);
    document.getElementById(cardElementId(next))?.focus();
  };
  const enter = (event: KeyboardEvent, card: Card) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onOpen(card);
  };
  return (
    <div ref={holder} className={classes.holder}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the cards inside, which have the focus */}
      <div
        className={classes.graph}
        style={{ width: layout.widthPx, height: layout.heightPx, zoom }}
        onKeyDown={moveChoice}
      >
        <Edges layout={layout} cards={cards} lit={lit} />
        <ul className={classes.cards} aria-label={t('overview.artifacts')}>
          {cards.map((card) => {
            const place = layout.places.get(card.id);
            if (place === undefined) return null;
            return (
              <li key={card.id} onKeyDown={(event) => enter(event, card)}>
                <ArtifactCard
                  card={card}
                  place={place}
                  isChosen={card.id === first || card.id === second}
                  isDimmed={lit !== null && !lit.has(card.id)}
                  onChoose={(isSecond) => onChoose(card.id, isSecond)}
                  onOpen={() => onOpen(card)}
                  onHover={(isOver) => setHovered(isOver ? card.id : null)}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function toLayoutNode(card: Card) {
  return { id: card.id, stage: card.stage, inputs: card.inputs, hasPictures: (card.node?.pictures.length ?? 0) > 0 };
}

interface EdgesProps {
  readonly layout: GraphLayout;
  readonly cards: readonly Card[];
  readonly lit: ReadonlySet<string> | null;
}

function Edges({ layout, cards, lit }: EdgesProps) {
  const states = new Map(cards.map(({ id, state }) => [id, state]));
  return (
    <svg className={classes.edges} width={layout.widthPx} height={layout.heightPx} aria-hidden="true">
      {layout.edges.map(([from, to]) => (
        <path
          key={`${from} ${to}`}
          d={edgePath(layout, from, to)}
          data-state={states.get(to)}
          data-lit={lit?.has(from) && lit.has(to)}
        />
      ))}
    </svg>
  );
}

const ANCHOR_PX = 28;

/** From the right side of one card to the left of another, leaving and arriving level. */
function edgePath({ places }: GraphLayout, from: string, to: string): string {
  const [a, b] = [places.get(from), places.get(to)];
  if (a === undefined || b === undefined) return '';
  const [x1, y1, x2, y2] = [a.x + CARD_WIDTH_PX, a.y + ANCHOR_PX, b.x, b.y + ANCHOR_PX];
  const middle = x2 - 18;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
