import { CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { shortId } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

/** The first digits of an id; a click copies all of it. */
export function IdText({ id }: { readonly id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('shared.copied') : t('shared.copyId', { id })}>
          <UnstyledButton className="num" onClick={copy} aria-label={t('shared.copyId', { id: shortId(id) })}>
            {shortId(id)}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
