import { useQuery } from '@tanstack/react-query';
import { useApi, useProject } from '#renderer/client.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import classes from './EndsOfUnit.module.css';

/** A unit's sweep on its first start picture, in the direction in which the counterfactual moves it; nothing where it was not swept. */
export function EndsOfUnit({ unit, shift }: { readonly unit: number; readonly shift: number }) {
  const project = useProject();
  const view = useQuery(useApi().sweep.unit.queryOptions({ input: { project, unit } })).data;
  const start = view?.starts[0];
  const last = (view?.values.length ?? 1) - 1;
  const ends = shift > 0 ? [0, last] : [last, 0];
  return (
    <span className={classes.ends}>
      {ends.map((index, place) => (
        <Picture
          // biome-ignore lint/suspicious/noArrayIndexKey: two ends, from and to
          key={place}
          picture={start ? { hash: start.strip, index, tiles: last + 1 } : null}
          label=""
          sizePx={36}
        />
      ))}
    </span>
  );
}
