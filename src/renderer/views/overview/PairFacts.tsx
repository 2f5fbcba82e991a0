import type { ReactNode } from 'react';
import type { PairSummary } from '#core/summary.ts';
import { IdText } from '#renderer/components/IdText.tsx';
import { InspectorSection, KeyValues } from '#renderer/components/Inspector.tsx';
import { formatBytes, formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

/** A pair's parameters are its manifests; the inspector says what they come to. */
export function PairFacts({ summary }: { readonly summary: PairSummary }) {
  const { imageSizePx, classNames, files } = summary;
  return (
    <>
      <InspectorSection title={t('overview.pairTitle')}>
        <KeyValues
          rows={[
            [t('overview.generator'), summary.generatorName],
            [
              t('overview.picture'),
              figure(t('overview.pictureSize', { height: imageSizePx[0], width: imageSizePx[1] })),
            ],
            [t('overview.latent'), figure(formatNumber(summary.wDim))],
            [t('overview.classifier'), summary.classifierName],
            [t('overview.units'), figure(formatNumber(summary.units))],
            [t('overview.classes'), figure(formatNumber(classNames.length))],
            [t('overview.licence'), [...new Set(summary.licences)].join(', ')],
          ]}
        />
      </InspectorSection>
      <InspectorSection title={t('overview.files')}>
        <KeyValues
          rows={files.map(({ name, sha256, sizeBytes }) => [
            name,
            <span key={name}>
              <span className="num">{formatBytes(sizeBytes)}</span> <IdText id={sha256} />
            </span>,
          ])}
        />
      </InspectorSection>
    </>
  );
}

function figure(text: string): ReactNode {
  return <span className="num">{text}</span>;
}
