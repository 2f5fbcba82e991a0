import { Table } from '@mantine/core';
import { StageDot, stateLabel } from '#renderer/components/StageDot.tsx';
import { formatBytes, formatWhen } from '#renderer/format.ts';
import { stageEntry } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import classes from './ArtifactList.module.css';
import type { Card } from './study.ts';

export interface ArtifactListProps {
  readonly cards: readonly Card[];
  readonly chosen: string | null;
  onChoose(id: string, isSecond: boolean): void;
}

/** The same graph as a table, newest last; for many artifacts, and for reading aloud. */
export function ArtifactList({ cards, chosen, onChoose }: ArtifactListProps) {
  const titles = new Map(cards.map(({ id, node }) => [id, node?.title ?? '']));
  const made = cards.flatMap(({ node, ...card }) => (node === null ? [] : [{ ...card, node }]));
  return (
    <div className={classes.list}>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('overview.name')}</Table.Th>
            <Table.Th>{t('overview.stage')}</Table.Th>
            <Table.Th>{t('overview.keyFigure')}</Table.Th>
            <Table.Th>{t('overview.madeFrom')}</Table.Th>
            <Table.Th>{t('overview.made')}</Table.Th>
            <Table.Th className={classes.right}>{t('overview.size')}</Table.Th>
            <Table.Th>{t('overview.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {made.map(({ id, stage, state, progress, node }) => (
            <Table.Tr
              key={id}
              aria-selected={id === chosen}
              className={classes.row}
              onClick={(event) => onChoose(id, event.shiftKey)}
            >
              <Table.Td>
                <button type="button" className={classes.name}>
                  {node.title}
                </button>
              </Table.Td>
              <Table.Td>{stageEntry(stage).title}</Table.Td>
              <Table.Td className="t2">{node.line}</Table.Td>
              <Table.Td className="t2">{node.artifact.inputs.map((input) => titles.get(input.id)).join(', ')}</Table.Td>
              <Table.Td className="t2">{formatWhen(node.artifact.sealedAt ?? node.artifact.createdAt)}</Table.Td>
              <Table.Td className={`num ${classes.right}`}>{formatBytes(node.artifact.sizeBytes)}</Table.Td>
              <Table.Td>
                <StageDot state={state} progress={progress} /> <span className="t2">{stateLabel(state, progress)}</span>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
