import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { runRequestSchema } from '#core/api/run.ts';
import type { Artifact } from '#core/artifact.ts';
import { importedLinkerParamsSchema } from '#core/params.ts';
import type { PairSummary } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { IdText } from '#renderer/components/IdText.tsx';
import { Inspector, InspectorSection, KeyValues } from '#renderer/components/Inspector.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { StageDot, stateLabel } from '#renderer/components/StageDot.tsx';
import { formatBytes, formatDuration, formatMoment, shortId } from '#renderer/format.ts';
import { showScreen } from '#renderer/route.ts';
import { stageEntry } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import classes from './ArtifactInspector.module.css';
import { PairFacts } from './PairFacts.tsx';
import { RemoveArtifact } from './RemoveArtifact.tsx';
import { type Card, flattenParams } from './study.ts';

export interface ArtifactInspectorProps {
  readonly card: Card;
  readonly cards: readonly Card[];
  onChoose(id: string): void;
}

/** What it is, what it was made from and with, what uses it; and what can be done with it. */
export function ArtifactInspector({ card, cards, onChoose }: ArtifactInspectorProps) {
  const { node, state, progress, stage } = card;
  const entry = stageEntry(stage);
  const users = cards.filter(({ inputs, node: other }) => other !== null && inputs.includes(card.id));
  return (
    <Inspector
      label={node?.title ?? entry.title}
      actions={
        <>
          <Button onClick={() => showScreen(entry.screen)} rightSection={<Kbd keys="Enter" />}>
            {t('overview.open')}
          </Button>
          {node !== null && <NodeActions node={node} isUsed={users.length > 0} />}
        </>
      }
    >
      <InspectorSection>
        <div className={classes.head}>
          <h1>{node?.title ?? entry.title}</h1>
          <span className={`t2 ${classes.state}`}>
            <StageDot state={state} progress={progress} /> {stateLabel(state, progress)}
          </span>
        </div>
        <p className="t2">{sentence(card)}</p>
        {card.job?.state === 'failed' && <ErrorBlock error={card.job.failure} />}
      </InspectorSection>
      {node !== null && (
        <>
          {stage === 'pair' ? (
            <PairFacts summary={node.artifact.summary as unknown as PairSummary} />
          ) : (
            <InspectorSection title={t('overview.parameters')}>
              <Params params={node.artifact.params} />
            </InspectorSection>
          )}
          <InspectorSection title={t('overview.madeFrom')}>
            <Links cards={cards.filter(({ id }) => card.inputs.includes(id))} onChoose={onChoose} />
          </InspectorSection>
          <InspectorSection title={t('overview.usedBy')}>
            <Links cards={users} onChoose={onChoose} />
          </InspectorSection>
          <InspectorSection>
            <Provenance node={node} />
          </InspectorSection>
        </>
      )}
    </Inspector>
  );
}

function sentence({ node, state }: Card): string {
  if (node === null) return t('overview.missingSentence');
  if (state === 'stale') return t('overview.staleSentence');
  return node.artifact.state === 'building' ? t('overview.buildingSentence') : node.line;
}

function Params({ params }: { readonly params: unknown }) {
  const rows = flattenParams(params).filter(([name]) => name !== '');
  if (rows.length === 0) return <p className="t3">{t('overview.noParameters')}</p>;
  return (
    <KeyValues
      rows={rows.map(([name, value]) => [
        name,
        <span key={name} className="num">
          {value}
        </span>,
      ])}
    />
  );
}

function Links({ cards, onChoose }: { readonly cards: readonly Card[]; onChoose(id: string): void }) {
  if (cards.length === 0) return <p className="t3">{t('overview.nothing')}</p>;
  return (
    <ul className={classes.links}>
      {cards.map(({ id, stage, node }) => {
        const { icon: Icon } = stageEntry(stage);
        return (
          <li key={id}>
            <button type="button" onClick={() => onChoose(id)}>
              <Icon size={16} stroke={1.6} aria-hidden />
              <span>{node?.title}</span>
              <span className="num t3">{shortId(id)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Provenance({ node }: { readonly node: ArtifactNode }) {
  const { artifact } = node;
  const mono = (text: string) => <span className="num">{text}</span>;
  return (
    <KeyValues
      rows={[
        [t('overview.madeAt'), formatMoment(artifact.sealedAt ?? artifact.createdAt)],
        [t('overview.tookTime'), mono(formatDuration(artifact.elapsedMs))],
        [t('overview.on'), artifact.device],
        [t('overview.sizeShort'), mono(formatBytes(artifact.sizeBytes))],
        [t('overview.id'), <IdText key="id" id={artifact.id} />],
        [t('overview.digest'), artifact.digest === null ? null : <IdText key="digest" id={artifact.digest} />],
        [t('overview.versionOf'), mono(String(artifact.version))],
        ...Object.entries(artifact.libraries).map(([name, version]) => [name, mono(version)] as const),
      ]}
    />
  );
}

function NodeActions({ node, isUsed }: { readonly node: ArtifactNode; readonly isUsed: boolean }) {
  const project = useProject();
  const client = useClient();
  const { artifact } = node;
  const again = useMakeAgain(artifact);
  const makeDefault = useMutation({ mutationFn: () => client.artifact.setDefault({ project, artifact: artifact.id }) });
  const canMakeAgain = node.stale && again !== null;
  const makeAgain = () => again?.mutate();
  useCommands(
    !canMakeAgain
      ? []
      : [
          {
            id: 'overview.again',
            label: t('overview.makeAgain'),
            group: t('shell.groupHere'),
            keys: ['r'],
            icon: IconRefresh,
            run: makeAgain,
          },
        ],
  );
  const error = again?.error ?? makeDefault.error;
  return (
    <>
      {canMakeAgain && (
        <Button
          onClick={makeAgain}
          loading={again.isPending}
          leftSection={<IconRefresh size={16} stroke={1.6} />}
          rightSection={<Kbd keys="r" />}
        >
          {t('overview.makeAgain')}
        </Button>
      )}
      {!node.isDefault && artifact.state === 'sealed' && (
        <Button onClick={() => makeDefault.mutate()} loading={makeDefault.isPending}>
          {t('overview.makeDefault')}
        </Button>
      )}
      {!isUsed && <RemoveArtifact node={node} />}
      {error !== null && <ErrorBlock error={error} />}
    </>
  );
}

/** Makes an artifact again from the inputs that are the default now; null for one that comes from a person or from files. */
function useMakeAgain({ id, stage, params }: Artifact) {
  const project = useProject();
  const client = useClient();
  // A segmenter of a file cannot be trained again: only its file can be imported again.
  const isFromFile = stage === 'segment' && (params as { readonly imported?: unknown }).imported !== undefined;
  const asked = runRequestSchema.safeParse(isFromFile ? null : { stage, params });
  // The weights of an imported linker are in the project: it is measured again without its file.
  const isImported = stage === 'linker' && importedLinkerParamsSchema.safeParse(params).success;
  const mutation = useMutation({
    mutationFn: async () => {
      if (isImported) await client.linker.importAgain({ project, linker: id });
      else if (asked.success) await client.run({ project, request: asked.data });
    },
  });
  return isImported || asked.success ? mutation : null;
}
