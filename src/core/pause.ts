/** Lets whoever waits have a turn between two pieces of long work: the host answers calls while a stage computes. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
