import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconChevronDown } from '@tabler/icons-react';
import type { MaskState } from '#core/views/mask.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { keyLabel } from '#renderer/keys.ts';
import { t } from '#renderer/text.ts';
import classes from './CanvasToolbar.module.css';
import { useKeys } from './shortcuts.ts';
import { ToolOptions } from './ToolOptions.tsx';

export interface CanvasToolbarProps {
  readonly name: string;
  readonly number: string;
  readonly state: MaskState;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  undo(): void;
  redo(): void;
  setState(state: MaskState, thenNext: boolean): void;
}

/** Above the canvas: which picture, what the tool can be set to, undo, and that it is done. */
export function CanvasToolbar(props: CanvasToolbarProps) {
  const { state, setState } = props;
  const keys = useKeys();
  return (
    <>
      <span className={classes.name}>
        <b>{props.name}</b> <span className="num t2">{props.number}</span>
      </span>
      <span className={classes.separator} />
      <div className={classes.options}>
        <ToolOptions />
      </div>
      <Tooltip label={`${t('annotate.undo')} (${keyLabel(keys.undo)})`}>
        <ActionIcon aria-label={t('annotate.undo')} disabled={!props.canUndo} onClick={props.undo}>
          <IconArrowBackUp size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('annotate.redo')} (${keyLabel(keys.redo)})`}>
        <ActionIcon aria-label={t('annotate.redo')} disabled={!props.canRedo} onClick={props.redo}>
          <IconArrowForwardUp size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <span className={classes.separator} />
      <Button.Group>
        <Button
          variant="filled"
          rightSection={<Kbd keys={keys.done} />}
          aria-keyshortcuts={keys.done}
          onClick={() => setState('done', true)}
        >
          {t('annotate.done')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="filled" px={6} aria-label={t('annotate.otherStates')}>
              <IconChevronDown size={14} stroke={1.8} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={state === 'review'} onClick={() => setState('review', true)}>
              {t('annotate.toReview')}
            </Menu.Item>
            <Menu.Item disabled={state === 'rejected'} onClick={() => setState('rejected', true)}>
              {t('annotate.reject')}
            </Menu.Item>
            <Menu.Item disabled={state === 'drawing'} onClick={() => setState('drawing', false)}>
              {t('annotate.backToDrawing')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </>
  );
}
