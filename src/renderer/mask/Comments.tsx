import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { MaskRemark } from '#core/views/mask.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { InspectorSection } from '#renderer/components/Inspector.tsx';
import { formatWhen } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './Comments.module.css';

export interface CommentsProps {
  readonly picture: string;
  readonly annotator: string;
  readonly comments: readonly MaskRemark[];
}

/** What people said of the picture. */
export function Comments({ picture, annotator, comments }: CommentsProps) {
  const project = useProject();
  const client = useClient();
  const [text, setText] = useState('');
  const [said, setSaid] = useState<readonly MaskRemark[]>([]);
  const say = useMutation({
    mutationFn: () => client.mask.comment({ project, annotator, picture, text: text.trim() }),
    onSuccess: () => {
      setSaid([...said, { text: text.trim(), at: new Date().toISOString(), author: annotator }]);
      setText('');
    },
  });
  return (
    <InspectorSection title={t('annotate.comments')}>
      <ul className={classes.list}>
        {[...comments, ...said].map(({ text: words, at, author }) => (
          <li key={`${at} ${words}`}>
            <span className="t3 caption">
              {author}, {formatWhen(at)}
            </span>
            <p>{words}</p>
          </li>
        ))}
      </ul>
      <Textarea
        aria-label={t('annotate.comment')}
        placeholder={t('annotate.comment')}
        autosize
        minRows={1}
        maxRows={6}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() !== '' && (
        <Button mt={8} loading={say.isPending} onClick={() => say.mutate()}>
          {t('annotate.sayIt')}
        </Button>
      )}
      {say.error !== null && <ErrorBlock error={say.error} />}
    </InspectorSection>
  );
}
