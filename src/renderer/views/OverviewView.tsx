import { SegmentedControl } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi, useJobs, useProject, useStages } from '#renderer/client.tsx';
import { type Command, useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { showScreen, useParams } from '#renderer/route.ts';
import { stageEntry } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import classes from './OverviewView.module.css';
import { cardElementId } from './overview/ArtifactCard.tsx';
import { ArtifactGraph } from './overview/ArtifactGraph.tsx';
import { ArtifactInspector } from './overview/ArtifactInspector.tsx';
import { ArtifactList } from './overview/ArtifactList.tsx';
import { CompareInspector } from './overview/CompareInspector.tsx';
import { type Direction, layOut, neighbourOf } from './overview/layout.ts';
import { NextStep } from './overview/NextStep.tsx';
import { StudyHead } from './overview/StudyHead.tsx';
import { type Card, cardsOf } from './overview/study.ts';

/** More cards than this are read better as a list. */
const MOST_CARDS = 40;

/** What was made from what, and what comes next. */
export function OverviewView() {
  const project = useProject();
  const artifacts = useQuery(useApi().artifact.list.queryOptions({ input: { project } }));
  const allJobs = useJobs();
  const jobs = useMemo(() => allJobs.filter((job) => job.project === project), [allJobs, project]);
  const stages = useStages();
  const cards = useMemo(() => cardsOf(artifacts.data ?? [], jobs), [artifacts.data, jobs]);
  const [params, setParams] = useParams();
  const chosen = cards.find(({ id }) => id === params.artifact) ?? defaultChoice(cards);
  const second = cards.find(({ id, node }) => id === params.with && node !== null) ?? null;
  const mode = params.show ?? (cards.length > MOST_CARDS ? 'list' : 'graph');
  const choose = (id: string, isSecond = false) =>
    setParams(isSecond ? { artifact: chosen?.id ?? id, with: id } : { artifact: id, with: null });
  const layout = useMemo(() => layOut(cards.map(toLayoutNode)), [cards]);
  const move = (direction: Direction) => {
    const next = chosen === null ? null : neighbourOf(chosen.id, direction, layout);
    if (next === null) return;
    choose(next);
    document.getElementById(cardElementId(next))?.focus();
  };
  const group = t('shell.groupHere');
  useCommands([
    ...moveCommands(move),
    {
      id: 'overview.mode',
      label: t('overview.switchMode'),
      group,
      keys: ['l'],
      icon: IconRoute,
      run: () => setParams({ show: mode === 'list' ? 'graph' : 'list' }),
    },
    {
      id: 'overview.open',
      label: t('overview.openStage'),
      group,
      keys: ['Enter'],
      isKeyOnly: true,
      run: () => chosen !== null && openCard(chosen),
    },
  ]);

  if (artifacts.isPending) return <Blocks heightsPx={[26, 84, 320]} />;
  if (artifacts.error !== null) return <ErrorBlock error={artifacts.error} onRetry={() => void artifacts.refetch()} />;
  return (
    <Frame
      isFixed
      inspector={inspectorOf(chosen, second, cards, choose)}
      footer={<NextStep stages={stages} jobs={jobs} />}
    >
      <StudyHead nodes={artifacts.data} />
      <div className={classes.body}>
        {mode === 'list' ? (
          <ArtifactList cards={cards} chosen={chosen?.id ?? null} onChoose={choose} />
        ) : (
          <ArtifactGraph
            cards={cards}
            layout={layout}
            chosen={chosen?.id ?? null}
            second={second?.id ?? null}
            onChoose={choose}
            onOpen={openCard}
          />
        )}
        <SegmentedControl
          className={classes.mode}
          aria-label={t('overview.showAs')}
          value={mode}
          onChange={(show) => setParams({ show })}
          data={[
            { value: 'graph', label: t('overview.graph') },
            { value: 'list', label: t('overview.list') },
          ]}
        />
      </div>
    </Frame>
  );
}

function toLayoutNode(card: Card) {
  return { id: card.id, stage: card.stage, inputs: card.inputs, hasPictures: (card.node?.pictures.length ?? 0) > 0 };
}

function openCard(card: Card): void {
  showScreen(stageEntry(card.stage).screen);
}

/** Arrow keys walk the graph, also while the list shows it. */
function moveCommands(move: (direction: Direction) => void): Command[] {
  const directions = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
  return directions.map((direction) => ({
    id: `overview.${direction}`,
    label: t(`overview.${direction}`),
    group: t('shell.groupHere'),
    keys: [direction],
    isKeyOnly: true,
    run: () => move(direction),
  }));
}

/** The furthest default artifact is what a person most likely wants to see. */
function defaultChoice(cards: readonly Card[]): Card | null {
  return cards.findLast(({ node }) => node?.isDefault === true) ?? cards[0] ?? null;
}

function inspectorOf(chosen: Card | null, second: Card | null, cards: readonly Card[], choose: (id: string) => void) {
  if (chosen === null) return null;
  if (second !== null) return <CompareInspector first={chosen} second={second} />;
  return <ArtifactInspector card={chosen} cards={cards} onChoose={choose} />;
}
