import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { PairDescription } from '#core/manifest.ts';
import type { PairSummary } from '#core/summary.ts';
import type { ArtifactNode, PairInfo } from '#core/views/project.ts';
import { useProjectInfo } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { DemoNote } from '#renderer/components/DemoNote.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { useMakeDefault } from '#renderer/components/useMakeDefault.tsx';
import { isDemoGenerator } from '#renderer/demoPair.ts';
import { useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { openAddPair } from './AddPairDialog.tsx';
import { LivePreview } from './LivePreview.tsx';
import { ModelCard } from './ModelCard.tsx';
import classes from './ModelsScreen.module.css';
import { classifierFacts, generatorFacts } from './modelFacts.ts';
import { PairTable } from './PairTable.tsx';

export interface ModelsScreenProps {
  readonly pairs: readonly PairInfo[];
  readonly nodes: readonly ArtifactNode[];
}

/** A pair of models: pictures drawn live, and both halves as their manifests describe them. */
export function ModelsScreen({ pairs, nodes }: ModelsScreenProps) {
  const [params, setParams] = useParams();
  const { choose: makeDefault, dialog } = useMakeDefault('pair');
  const defaultPair = nodes.find((node) => node.artifact.stage === 'pair' && node.isDefault)?.artifact.id ?? null;
  const find = (id: string | null | undefined) => pairs.find(({ artifactId }) => artifactId === id);
  const shown = find(params.pair) ?? find(defaultPair) ?? pairs[0];
  const walk = (step: number) => {
    const next = shown === undefined ? undefined : pairs[pairs.indexOf(shown) + step];
    if (next !== undefined) setParams({ pair: next.artifactId });
  };
  usePairCommands(pairs.length > 1, walk, () => shown !== undefined && makeDefault(shown.artifactId));
  const artifact = nodes.find((node) => node.artifact.id === shown?.artifactId)?.artifact;
  if (shown === undefined || artifact === undefined) return null;
  // Everything a pair's manifests say are its parameters.
  const description = artifact.params as unknown as PairDescription;
  return (
    <Frame>
      <ScreenHeading title={t('models.title')} lead={t('models.lead')}>
        <Button
          leftSection={<IconPlus size={16} stroke={1.6} />}
          rightSection={<Kbd keys="a" />}
          aria-keyshortcuts="a"
          onClick={openAddPair}
        >
          {t('models.add')}
        </Button>
      </ScreenHeading>
      <div className={classes.page}>
        {pairs.length > 1 && (
          <PairTable
            pairs={pairs}
            shown={shown}
            defaultPair={defaultPair}
            onShow={(pair) => setParams({ pair })}
            onMakeDefault={makeDefault}
          />
        )}
        <LivePreview key={shown.artifactId} pair={shown} defaultPsi={description.generator.truncation.default} />
        {isDemoGenerator(shown.generatorName) && <DemoNote title={t('models.demoTitle')} body={t('models.demoBody')} />}
        <Cards description={description} summary={artifact.summary as unknown as PairSummary} />
      </div>
      {dialog}
    </Frame>
  );
}

function usePairCommands(areSeveral: boolean, walk: (step: number) => void, makeDefault: () => void): void {
  const group = t('shell.groupHere');
  const move = { label: t('models.moveKeys'), group, isKeyOnly: true };
  useCommands([
    { id: 'models.add', label: t('models.add'), group, keys: ['a'], icon: IconPlus, run: openAddPair },
    ...(areSeveral
      ? [
          { id: 'models.default', label: t('models.makeDefault'), group, keys: ['Enter'], run: makeDefault },
          { ...move, id: 'models.up', keys: ['ArrowUp'], run: () => walk(-1) },
          { ...move, id: 'models.down', keys: ['ArrowDown'], run: () => walk(1) },
        ]
      : []),
  ]);
}

const CLASSIFIER_ROLES: readonly string[] = ['classifier', 'head'];

interface CardsProps {
  readonly description: PairDescription;
  readonly summary: PairSummary;
}

function Cards({ description, summary }: CardsProps) {
  const missing = new Set(useProjectInfo().data?.missingModels.map(({ sha256 }) => sha256) ?? []);
  const { files } = summary;
  return (
    <div className={classes.cards}>
      <ModelCard
        kind={t('models.generator')}
        name={summary.generatorName}
        facts={generatorFacts(description)}
        files={files.filter(({ role }) => !CLASSIFIER_ROLES.includes(role))}
        missing={missing}
      />
      <ModelCard
        kind={t('models.classifier')}
        name={summary.classifierName}
        facts={classifierFacts(description)}
        files={files.filter(({ role }) => CLASSIFIER_ROLES.includes(role))}
        missing={missing}
      />
    </div>
  );
}
