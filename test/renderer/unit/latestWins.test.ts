import { expect, it } from 'vitest';
import { createLatestWins } from '#renderer/unit/latestWins.ts';

/** Answers only when told to, in order. */
function slowServer() {
  const sent: { request: number; answer: (fails?: boolean) => void }[] = [];
  const answers: string[] = [];
  const live = createLatestWins<number, number>({
    send: (request) =>
      new Promise((resolve, reject) => {
        sent.push({ request, answer: (fails = false) => (fails ? reject(new Error('late')) : resolve(request)) });
      }),
    onAnswer: (answer) => answers.push(`${answer}`),
    onError: () => answers.push('error'),
  });
  const answer = async (at: number, fails = false) => {
    sent[at]?.answer(fails);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { live, answers, answer, requests: () => sent.map(({ request }) => request) };
}

it('sends one at a time, and of those that wait only the newest', async () => {
  const { live, answers, answer, requests } = slowServer();
  for (const request of [1, 2, 3, 4]) live.submit(request);
  expect(requests()).toEqual([1]);
  await answer(0);
  expect(requests()).toEqual([1, 4]);
  await answer(1);
  expect(answers).toEqual(['1', '4']);
});

it('goes on after an error', async () => {
  const { live, answers, answer, requests } = slowServer();
  live.submit(1);
  live.submit(2);
  await answer(0, true);
  await answer(1);
  live.submit(3);
  await answer(2);
  expect(answers).toEqual(['error', '2', '3']);
  expect(requests()).toEqual([1, 2, 3]);
});

it('hands over nothing once it is closed', async () => {
  const { live, answers, answer, requests } = slowServer();
  live.submit(1);
  live.submit(2);
  live.close();
  await answer(0);
  expect(answers).toEqual([]);
  expect(requests()).toEqual([1]);
});
