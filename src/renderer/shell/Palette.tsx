import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { type Command, useAllCommands, useCommands } from '#renderer/commands.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { t } from '#renderer/text.ts';
import classes from './Palette.module.css';

/** Every action that the window offers just now, by name. */
export function Palette() {
  const commands = useAllCommands().filter(({ isKeyOnly }) => isKeyOnly !== true);
  useCommands([
    {
      id: 'palette.open',
      label: t('shell.search'),
      group: t('shell.groupProject'),
      keys: ['mod+k'],
      isKeyOnly: true,
      run: spotlight.open,
    },
  ]);
  const groups = [...new Set(commands.map(({ group }) => group))].toSorted((a, b) => rank(a) - rank(b));
  return (
    <Spotlight
      shortcut={null}
      scrollable
      maxHeight={420}
      overlayProps={{ backgroundOpacity: 0.55, blur: 0 }}
      transitionProps={{ duration: 140 }}
      nothingFound={t('shell.paletteNothing')}
      searchProps={{
        placeholder: t('shell.paletteSearch'),
        'aria-label': t('shell.paletteSearch'),
        leftSection: <IconSearch size={16} stroke={1.6} />,
      }}
      actions={groups.map((group) => ({
        group,
        actions: commands.filter((each) => each.group === group).map(toAction),
      }))}
    />
  );
}

/** What can be done here comes first. */
function rank(group: string): number {
  return group === t('shell.groupHere') ? 0 : 1;
}

function toAction({ id, label, keys, icon: Icon, run }: Command) {
  return {
    id,
    label,
    onClick: run,
    leftSection: Icon === undefined ? <span className={classes.noIcon} /> : <Icon size={16} stroke={1.6} />,
    rightSection: keys?.[0] === undefined ? undefined : <Kbd keys={keys[0]} />,
  };
}
