import { Button, Radio } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { MERGE_RESOLUTIONS, type MergedMask, type MergeResolution } from '#core/views/mask.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { PathInput } from '#renderer/projects/PathInput.tsx';
import { t } from '#renderer/text.ts';
import classes from './People.module.css';

/** A packet or copy is looked at before it is merged: what is new, what goes on, and what was drawn on in both places. */
export function MergeForm() {
  const project = useProject();
  const client = useClient();
  const [from, setFrom] = useState('');
  const [resolution, setResolution] = useState<MergeResolution>('both');
  const look = useMutation({ mutationFn: () => client.mask.previewMerge({ project, from }) });
  const masks = look.data?.masks.filter(({ kind }) => kind !== 'same') ?? [];
  const hasConflicts = masks.some(({ kind }) => kind === 'conflict');
  const merge = useMutation({
    mutationFn: () => client.mask.merge({ project, from, ...(hasConflicts && { resolution }) }),
  });
  const restart = (path: string) => {
    setFrom(path);
    look.reset();
    merge.reset();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (look.data === undefined) look.mutate();
        else merge.mutate();
      }}
    >
      <PathInput label={t('people.mergeFile')} value={from} wish={{ kind: 'project' }} onChange={restart} />
      {look.error !== null && <ErrorBlock error={look.error} />}
      {look.data && masks.length === 0 && <p role="status">{t('people.mergeNothing')}</p>}
      {masks.length > 0 && (
        <ul className={classes.mergeList}>
          {masks.map((mask) => (
            <MergeRow key={`${mask.pictureId} ${mask.annotator}`} mask={mask} />
          ))}
        </ul>
      )}
      {look.data && look.data.unknownPictures > 0 && (
        <p className="t2">{t('people.unknownPictures', { count: look.data.unknownPictures })}</p>
      )}
      {hasConflicts && (
        <Radio.Group
          label={t('people.conflicts')}
          value={resolution}
          onChange={(value) => setResolution(value as MergeResolution)}
        >
          {MERGE_RESOLUTIONS.map((value) => (
            <Radio key={value} mt={6} value={value} label={t(`people.keep_${value}`)} />
          ))}
        </Radio.Group>
      )}
      {merge.error !== null && <ErrorBlock error={merge.error} />}
      {merge.data && <p role="status">{t('people.merged')}</p>}
      <Button
        type="submit"
        variant="filled"
        disabled={from.trim() === '' || (look.data !== undefined && (masks.length === 0 || merge.data !== undefined))}
        loading={look.isPending || merge.isPending}
      >
        {look.data === undefined ? t('people.look') : t('people.mergeNow')}
      </Button>
    </form>
  );
}

function MergeRow({ mask }: { readonly mask: MergedMask }) {
  const { picture, className, annotator, kind, theirStrokes, ourStrokes } = mask;
  return (
    <li className={classes.mergeRow}>
      <Picture picture={picture} label="" sizePx={36} />
      <span>
        <b>{className}</b> <span className="t2">{annotator}</span>
      </span>
      <span className={classes.fill} />
      <span className={kind === 'conflict' ? classes.conflict : 't2'}>{t(`people.kind_${kind}`)}</span>
      <span className="num t3 caption">
        {theirStrokes > 0 && t('people.theirs', { count: theirStrokes })}
        {ourStrokes > 0 && kind === 'conflict' && `, ${t('people.ours', { count: ourStrokes })}`}
      </span>
    </li>
  );
}
