import { Modal } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useAllCommands, useCommands } from '#renderer/commands.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import classes from './HelpDialog.module.css';

const dialog = createDisclosure();
export const openHelp = dialog.open;

/** The shortcuts of this screen and of the window, as the commands themselves say them. */
export function HelpDialog() {
  const isOpen = dialog.useIsOpen();
  const commands = useAllCommands().filter(({ keys }) => keys !== undefined && keys.length > 0);
  useCommands([
    {
      id: 'help.open',
      label: t('shell.help'),
      group: t('shell.groupProject'),
      icon: IconHelp,
      keys: ['?', 'F1'],
      run: dialog.open,
    },
  ]);
  const groups = [...new Set(commands.map(({ group }) => group))].toReversed();
  return (
    <Modal
      opened={isOpen}
      onClose={dialog.close}
      title={t('shell.helpTitle')}
      size={640}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <p className={`t2 ${classes.lead}`}>{t('shell.helpLead')}</p>
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl className={classes.list}>
              {commands
                .filter((command) => command.group === group)
                .map(({ id, label, keys = [] }) => (
                  <div key={id}>
                    <dt>{label}</dt>
                    <dd>
                      {keys.map((each) => (
                        <Kbd key={each} keys={each} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
