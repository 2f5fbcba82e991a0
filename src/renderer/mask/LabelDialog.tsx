import {
  ActionIcon,
  Button,
  ColorInput,
  Menu,
  Modal,
  Popover,
  Select,
  Textarea,
  TextInput,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addLabel, type Label, type LabelSet, PATTERNS, type Pattern } from '#core/labelSet.ts';
import type { LabelsView } from '#core/views/mask.ts';
import { useApi, useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './LabelDialog.module.css';
import { LabelSwatch } from './LabelSwatch.tsx';
import { MergeLabel } from './MergeLabel.tsx';
import { namesIn } from './StartLabels.tsx';

const dialog = createDisclosure();
export const openLabelDialog = dialog.open;

const PATTERN_NAMES: Readonly<Record<Pattern, string>> = {
  plain: t('annotate.patternPlain'),
  rising: t('annotate.patternRising'),
  falling: t('annotate.patternFalling'),
  dots: t('annotate.patternDots'),
  level: t('annotate.patternLevel'),
  upright: t('annotate.patternUpright'),
  crosshatch: t('annotate.patternCrosshatch'),
  grid: t('annotate.patternGrid'),
  checks: t('annotate.patternChecks'),
  zigzag: t('annotate.patternZigzag'),
};

export interface LabelDialogProps {
  readonly labels: LabelsView;
  readonly annotator: string;
}

/** Names, order, colours and patterns of the labels. Every change is stored as it is made, and can be taken back. */
export function LabelDialog(props: LabelDialogProps) {
  const isOpen = dialog.useIsOpen();
  return (
    <Modal
      opened={isOpen}
      onClose={dialog.close}
      title={t('annotate.editLabels')}
      size={640}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      {isOpen && <LabelEditor {...props} />}
    </Modal>
  );
}

function LabelEditor({ labels, annotator }: LabelDialogProps) {
  const project = useProject();
  const client = useClient();
  const api = useApi();
  const cache = useQueryClient();
  const [merging, setMerging] = useState<number | null>(null);
  const [text, setText] = useState('');
  const use = useQuery(api.mask.labelUse.queryOptions({ input: { project } })).data ?? [];
  const by = { project, annotator };
  const show = (view: LabelsView) => cache.setQueryData(api.mask.labels.queryKey({ input: { project } }), view);
  const set = useMutation({
    mutationFn: (change: LabelSet) =>
      client.mask.setLabels({
        ...by,
        version: labels.version,
        set: { labels: [...change.labels], merged: [...change.merged] },
      }),
    onSuccess: show,
  });
  const undo = useMutation({ mutationFn: () => client.mask.undoLabels(by), onSuccess: show });
  const { labels: list, merged } = labels;
  const change = (next: readonly Label[]) => set.mutate({ labels: [...next], merged });
  const patch = (value: number, part: Partial<Label>) =>
    change(list.map((label) => (label.value === value ? { ...label, ...part } : label)));
  const move = (position: number, by: 1 | -1) => {
    const next = [...list];
    const [label] = next.splice(position, 1);
    next.splice(position + by, 0, label as Label);
    change(next);
  };
  const add = () => {
    const known = new Set(list.map(({ name }) => name));
    const names = namesIn(text).filter((name) => !known.has(name));
    if (names.length === 0) return;
    set.mutate(names.reduce<LabelSet>((grown, name) => addLabel(grown, name), { labels: list, merged }));
    setText('');
  };

  return (
    <div className={classes.editor}>
      {(set.error ?? undo.error) !== null && <ErrorBlock error={(set.error ?? undo.error) as Error} />}
      <ul className={classes.list}>
        {list.map((label, position) => {
          const drawn = use.find(({ value }) => value === label.value);
          return (
            <li key={label.value}>
              <span className={`num t3 ${classes.digit}`}>{position <= 9 ? position : ''}</span>
              <LookMenu label={label} onChange={(part) => patch(label.value, part)} />
              <TextInput
                key={label.name}
                className={classes.name}
                aria-label={t('annotate.labelName')}
                defaultValue={label.name}
                maxLength={60}
                onBlur={(event) => {
                  const name = event.currentTarget.value.trim();
                  if (name !== '' && name !== label.name) patch(label.value, { name });
                }}
                onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
              />
              <Select
                className={classes.parent}
                aria-label={t('annotate.partOf')}
                placeholder={t('annotate.partOf')}
                clearable
                disabled={label.value === 0}
                data={list
                  .filter(({ value }) => value !== 0 && value !== label.value)
                  .map(({ id, name }) => ({ value: id, label: name }))}
                value={label.parent}
                onChange={(parent) => patch(label.value, { parent })}
              />
              <span className={`num t2 ${classes.use}`}>
                {drawn === undefined ? '' : t('annotate.inMasks', { count: drawn.masks })}
              </span>
              <ActionIcon
                aria-label={t('annotate.moveUp', { label: label.name })}
                disabled={position <= 1}
                onClick={() => move(position, -1)}
              >
                <IconArrowUp size={15} stroke={1.6} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('annotate.moveDown', { label: label.name })}
                disabled={position === 0 || position === list.length - 1}
                onClick={() => move(position, 1)}
              >
                <IconArrowDown size={15} stroke={1.6} />
              </ActionIcon>
              <Menu>
                <Menu.Target>
                  <ActionIcon aria-label={t('annotate.labelMenu', { label: label.name })} disabled={label.value === 0}>
                    <IconDots size={15} stroke={1.6} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setMerging(label.value)}>{t('annotate.mergeInto')}</Menu.Item>
                  <Tooltip label={t('annotate.drawnIn', { pixels: formatNumber(drawn?.pixels ?? 0) })}>
                    <Menu.Item
                      disabled={(drawn?.pixels ?? 0) > 0}
                      onClick={() =>
                        change(
                          list
                            .filter(({ value }) => value !== label.value)
                            .map((other) => (other.parent === label.id ? { ...other, parent: null } : other)),
                        )
                      }
                    >
                      {t('annotate.removeLabel')}
                    </Menu.Item>
                  </Tooltip>
                </Menu.Dropdown>
              </Menu>
            </li>
          );
        })}
      </ul>
      {merging !== null && (
        <MergeLabel
          labels={labels}
          use={use}
          from={merging}
          annotator={annotator}
          onMerged={show}
          onClose={() => setMerging(null)}
        />
      )}
      <Textarea
        label={t('annotate.addLabels')}
        description={t('annotate.addLabelsHint')}
        autosize
        minRows={1}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button disabled={namesIn(text).length === 0} onClick={add}>
          {t('annotate.add')}
        </Button>
        <span className={classes.fill} />
        <Button disabled={!labels.canUndo} loading={undo.isPending} onClick={() => undo.mutate()}>
          {t('annotate.undoLabels')}
        </Button>
      </div>
    </div>
  );
}

/** Colour and pattern, behind the swatch. */
function LookMenu({ label, onChange }: { readonly label: Label; onChange(part: Partial<Label>): void }) {
  const { value, name, colour, pattern } = label;
  return (
    <Popover position="bottom-start" disabled={value === 0}>
      <Popover.Target>
        <button
          type="button"
          className={classes.swatch}
          aria-label={t('annotate.lookOf', { label: name })}
          disabled={value === 0}
        >
          <LabelSwatch colour={value === 0 ? null : colour} pattern={pattern} sizePx={20} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ColorInput
          label={t('annotate.colour')}
          w={200}
          withEyeDropper={false}
          defaultValue={colour}
          onChangeEnd={(next) => /^#[0-9a-f]{6}$/i.test(next) && onChange({ colour: next.toLowerCase() })}
        />
        <div className={classes.patterns} role="radiogroup" aria-label={t('annotate.pattern')}>
          {PATTERNS.map((each) => (
            <Tooltip key={each} label={PATTERN_NAMES[each]}>
              <UnstyledButton
                role="radio"
                aria-checked={each === pattern}
                aria-label={PATTERN_NAMES[each]}
                onClick={() => onChange({ pattern: each })}
              >
                <LabelSwatch colour={colour} pattern={each} sizePx={24} />
              </UnstyledButton>
            </Tooltip>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
