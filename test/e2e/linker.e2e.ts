import { expect, type Page } from '@playwright/test';
import { testOnStudy, WORK } from './host.ts';

/** Samples also of the demo classifier that was not taught the factors. */
const test = testOnStudy(async ({ client, project, finish }) => {
  const { artifactId: pair } = await client.pair.add({ project, demoClassifier: 'class-only' });
  await finish(client.samples.draw({ project, pair, params: { perClass: 40 } }));
});

test('three linkers of both classifiers are trained, compared with intervals, and looked into', async ({
  window,
}, info) => {
  await window.getByRole('button', { name: 'Open Study' }).click();
  await window
    .getByRole('navigation')
    .getByRole('link', { name: /^Linker/ })
    .click();
  const linkers = window.getByRole('table', { name: 'Linkers' });
  const rowOf = (name: RegExp) => linkers.getByRole('row', { name });

  await test.step('Ridge by one standard error shows its path with the chosen point', async () => {
    await train(window, 'critters-class-only', async (dialog) => {
      await dialog.getByText('One standard error').click();
    });
    await expect(rowOf(/Ridge, one-SE.*critters-class-only/)).toBeVisible(WORK);
    const path = window.getByRole('figure', { name: 'Penalty path' });
    await path.getByRole('button', { name: 'Penalty path', exact: true }).hover();
    await expect(window.getByRole('tooltip')).toContainText('for every penalty tried');
    await path.getByRole('button', { name: 'Table' }).click();
    await expect(path.getByRole('cell', { name: 'one SE, chosen' })).toHaveCount(1);
  });

  await test.step('A network tells its losses while it is trained, and keeps its best epoch', async () => {
    await train(window, 'critters-class-only', async (dialog) => {
      await dialog.getByText('MLP', { exact: true }).click();
      await dialog.getByLabel('Hidden layers').fill('256, 256');
      // Long enough to be seen.
      await dialog.getByLabel('Most epochs').fill('400');
      await dialog.getByLabel('Patience, epochs').fill('400');
    });
    await expect(window.getByRole('img', { name: 'Loss on unseen rows, epoch by epoch' })).toBeVisible();
    await expect(rowOf(/MLP 256, 256.*critters-class-only/)).toBeVisible(WORK);
    await expect(window.getByRole('figure', { name: 'Loss' })).toBeVisible();
  });

  await test.step('The poorer link of the class-only classifier stands beside the other, with intervals', async () => {
    await train(window, 'critters-aux', async (dialog) => {
      await dialog.getByText('PLS', { exact: true }).click();
    });
    await expect(rowOf(/PLS 16 components.*critters-aux/)).toBeVisible(WORK);
    await rowOf(/Ridge, one-SE/).click();
    await rowOf(/Ridge penalty 1.*critters-aux/).click({ modifiers: ['Shift'] });
    const table = window.getByRole('table', { name: 'Side by side' });
    const r2 = table.getByRole('row', { name: /^R² of w/ });
    await expect(r2).toContainText(/−0\.\d{3}\[−0\.\d{3}, −0\.\d{3}\]/);
    // Seven figures and five classes, each with its interval.
    await expect(table.getByRole('row').filter({ hasText: /\[.*, .*\]$/ })).toHaveCount(12);
    await expect(window.getByText(/that both were judged on; 95 % intervals over latents/)).toBeVisible();
    await expect(window.getByText(/what is forgotten no linker brings back/)).toBeVisible();
    await table.getByRole('button', { name: 'Cycle error' }).hover();
    await expect(window.getByRole('tooltip')).toContainText('Squared error of r when the linked picture is encoded');
    await window.screenshot({ path: info.outputPath('compared.png') });
    await window.getByRole('button', { name: 'Stop comparing' }).click();
  });

  await test.step('Residuals along a component are told point by point', async () => {
    await window.getByRole('button', { name: /^All figures/ }).click();
    await window.getByRole('textbox', { name: 'Component', exact: true }).fill('2');
    const residuals = window.getByRole('figure', { name: 'Residuals' });
    await expect(residuals).toContainText(/% of the spread of w, R² 0\.\d+, n = 60/);
    await residuals.getByRole('button', { name: 'Table' }).click();
    await expect(residuals.getByRole('row')).toHaveCount(61);
    await window.screenshot({ path: info.outputPath('residuals.png') });
  });

  // The system's own file dialogs, which Electron opens, are beyond the reach of a scenario.
  if (info.project.name === 'electron') return;

  await test.step('A linker is written to a file, and comes back from it with the same numbers', async () => {
    const fitted = rowOf(/Ridge, one-SE.*critters-class-only/);
    const r2 = await fitted.getByText(/^0\.\d{3} \[/).innerText();
    await window.getByRole('button', { name: 'Export' }).click();
    await window.getByRole('menuitem', { name: /^NumPy/ }).click();
    const saving = window.getByRole('dialog', { name: 'Save as' });
    await expect(saving.getByLabel('File name')).toHaveValue(/^critters-class-only-ridge-one-se-penalty-.*\.npz$/);
    await saving.getByLabel('File name').fill('exported.npz');
    await saving.getByRole('button', { name: 'Save here' }).click();
    await expect(window.getByText(/^Written to .*exported\.npz$/)).toBeVisible();

    await window.getByRole('button', { name: 'Import a linker' }).click();
    const dialog = window.getByRole('dialog', { name: 'Import a linker' });
    await dialog.getByRole('button', { name: 'Choose…' }).click();
    await window
      .getByRole('dialog', { name: 'Choose a linker' })
      .getByRole('button', { name: /exported\.npz/ })
      .click();
    await expect(dialog.getByLabel('File (.npz or .onnx)')).toHaveValue(/exported\.npz$/);
    const measureOn = async (classifier: string) => {
      await dialog.getByRole('combobox', { name: 'Samples it is measured on' }).click();
      await window.getByRole('option', { name: new RegExp(`^${classifier}, `) }).click();
      await dialog.getByRole('button', { name: 'Import and measure' }).click();
    };
    await measureOn('critters-aux');
    await expect(dialog).toContainText('exported.npz reads critters-class-only, but the samples are of critters-aux.');
    await window.screenshot({ path: info.outputPath('refused.png') });
    await measureOn('critters-class-only');
    await expect(dialog).toBeHidden();
    await expect(rowOf(/Imported exported\.npz.*critters-class-only/)).toContainText(r2, WORK);
    await window.screenshot({ path: info.outputPath('imported.png') });
  });
});

/** Opens the dialog, chooses the samples of a classifier, and trains. */
async function train(
  window: Page,
  classifier: string,
  choose: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
) {
  await window
    .getByRole('button', { name: /^Train linker/ })
    .first()
    .click();
  const dialog = window.getByRole('dialog', { name: 'Train linker' });
  await dialog.getByRole('combobox', { name: 'Samples' }).click();
  await window.getByRole('option', { name: new RegExp(`^${classifier}, `) }).click();
  await choose(dialog);
  await dialog.getByRole('button', { name: /^Train linker/ }).click();
  await expect(dialog).toBeHidden();
}
