import { Button } from '@mantine/core';
import { IconBrush } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Pick } from '#core/api/mask.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { showScreen } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { useAnnotator } from './annotator.ts';

/** On a wall: takes the picture into the queue of pictures to annotate, and opens it there. */
export function AnnotatePicture({ from, label }: { readonly from: Pick; readonly label: string }) {
  const project = useProject();
  const client = useClient();
  const annotator = useAnnotator();
  const pick = useMutation({
    mutationFn: (name: string) => client.mask.pick({ project, annotator: name, from }),
    onSuccess: ([first]) => showScreen('annotate', first === undefined ? {} : { picture: first.id }),
  });
  // Without a name nothing can be picked; the screen asks for it.
  const run = () => (annotator ? pick.mutate(annotator) : showScreen('annotate'));
  useCommands([{ id: 'mask.pick', label, group: t('shell.groupHere'), keys: ['a'], icon: IconBrush, run }]);
  return (
    <>
      <Button
        leftSection={<IconBrush size={15} stroke={1.6} />}
        rightSection={<Kbd keys="a" />}
        aria-keyshortcuts="a"
        loading={pick.isPending}
        onClick={run}
      >
        {label}
      </Button>
      {pick.error !== null && <ErrorBlock error={pick.error} />}
    </>
  );
}
