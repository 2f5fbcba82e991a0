import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describeFailure } from '#core/failure.ts';
import { choosePath } from '#renderer/projects/choosePath.ts';
import { t } from '#renderer/text.ts';

interface WritingFile {
  readonly isWriting: boolean;
  /** Where the file was written, or why not; stands beside the button. */
  readonly status: ReactNode;
  /** Asks for a place, and writes there unless the person changed their mind. */
  save(suggestedName: string): Promise<void>;
}

/** Something of a project out to a file of the person's choice. */
export function useWriteFile(write: (to: string) => Promise<{ readonly path: string }>): WritingFile {
  const written = useMutation({ mutationFn: write });
  return {
    isWriting: written.isPending,
    status: (
      <span role="status" className={written.error === null ? 't3' : 'bad'}>
        {written.error !== null && describeFailure(written.error).message}
        {written.data !== undefined && t('shared.written', { path: written.data.path })}
      </span>
    ),
    async save(suggestedName) {
      const to = await choosePath({ kind: 'newFile', suggestedName, of: 'any' });
      if (to !== null) written.mutate(to);
    },
  };
}
