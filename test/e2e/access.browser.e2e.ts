import { expect } from '@playwright/test';
import { test } from './host.ts';

/** What only the local server has to keep out. */
test('an address without a login shows nothing of a project', async ({ window, browser }) => {
  const stranger = await (await browser.newContext()).newPage();
  const answer = await stranger.goto(new URL('/', window.url()).href);
  expect(answer?.status()).toBe(401);
  await expect(stranger.getByText('Unitloom', { exact: true })).toHaveCount(0);
  await stranger.close();
});
