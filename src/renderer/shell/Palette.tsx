import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { type Command, useAllCommands, useCommands } from '#renderer/commands.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { t } from '#renderer/text.ts';

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
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Spotlight
      shortcut={null}
      scrollable
      maxHeight={420}
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

function toAction({ id, label, keys, icon: Icon, run }: Command) {
  return {
    id,
    label,
    onClick: run,
    leftSection: Icon === undefined ? undefined : <Icon size={16} stroke={1.6} />,
    rightSection: keys?.[0] === undefined ? undefined : <Kbd keys={keys[0]} />,
  };
}
