import { Button } from '@mantine/core';
import { navigate } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';

/** The way back to the list of projects. */
export function ProjectGone() {
  return (
    <Button onClick={() => navigate({ screen: 'welcome', project: null, params: {} })}>{t('shell.toWelcome')}</Button>
  );
}
