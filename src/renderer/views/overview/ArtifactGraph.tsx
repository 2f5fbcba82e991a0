import { type KeyboardEvent, useState } from 'react';
import { t } from '#renderer/text.ts';
import { ArtifactCard } from './ArtifactCard.tsx';
import classes from './ArtifactGraph.module.css';
import { edgePath, type GraphLayout, lineOf } from './layout.ts';
import type { Card } from './study.ts';
import { useZoom } from './useZoom.ts';

export interface ArtifactGraphProps {
  readonly cards: readonly Card[];
  readonly layout: GraphLayout;
  readonly chosen: string | null;
  readonly second: string | null;
  onChoose(id: string, isSecond: boolean): void;
  onOpen(card: Card): void;
}

/** What was made from what. Ctrl and wheel zooms, dragging the background pans. */
export function ArtifactGraph({ cards, layout, chosen, second, onChoose, onOpen }: ArtifactGraphProps) {
  const [hovered, setHovered] = useState<string | null>(null);
  const lit = hovered === null ? null : lineOf(hovered, layout.edges);
  const { zoom, holder } = useZoom();
  const enter = (event: KeyboardEvent, card: Card) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onOpen(card);
  };
  return (
    <div ref={holder} className={classes.holder}>
      <div className={classes.graph} style={{ width: layout.widthPx, height: layout.heightPx, zoom }}>
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
                  isChosen={card.id === chosen || card.id === second}
                  hasSiblings={cards.some((other) => other.stage === card.stage && other.id !== card.id)}
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
