import { Inspector, InspectorSection, KeyValues } from '#renderer/components/Inspector.tsx';
import { shortId } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { type Card, differencesOf, flattenParams } from './study.ts';

/** In what two artifacts differ: parameters, inputs, key figure. */
export function CompareInspector({ first, second }: { readonly first: Card; readonly second: Card }) {
  const rows = differencesOf(factsOf(first), factsOf(second));
  const lead = t('overview.compareLead', { first: first.node?.title ?? '', second: second.node?.title ?? '' });
  return (
    <Inspector label={t('overview.compareTitle')}>
      <InspectorSection>
        <h1>{t('overview.compareTitle')}</h1>
        <p className="t2">{lead}</p>
      </InspectorSection>
      <InspectorSection>
        {rows.length === 0 ? (
          <p>{t('overview.allSame')}</p>
        ) : (
          <>
            <KeyValues
              rows={rows.map((row) => [
                row.name,
                <span key={row.name} className="num">
                  <span className="t3">{row.first ?? t('overview.absent')}</span> → {row.second ?? t('overview.absent')}
                </span>,
              ])}
            />
            <p className="t3 caption">{t('overview.same')}</p>
          </>
        )}
      </InspectorSection>
    </Inspector>
  );
}

function factsOf({ node }: Card): (readonly [string, string])[] {
  if (node === null) return [];
  return [
    ...flattenParams(node.artifact.params),
    ...node.artifact.inputs.map(({ role, id }) => [t('overview.input', { role }), shortId(id)] as const),
    [t('overview.keyFigure'), node.line],
  ];
}
