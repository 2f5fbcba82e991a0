/**
 * Sends one request at a time. What is asked for meanwhile waits, and of several that wait only the newest is sent:
 * answers keep coming while a slider is dragged, and the last one belongs to where it was let go.
 */
export interface LatestWins<Request> {
  submit(request: Request): void;
  /** No answer is handed over after this. */
  close(): void;
}

export interface Handlers<Request, Answer> {
  send(request: Request): Promise<Answer>;
  onAnswer(answer: Answer, request: Request): void;
  onError(error: unknown): void;
}

export function createLatestWins<Request, Answer>(handlers: Handlers<Request, Answer>): LatestWins<Request> {
  let waiting: { readonly request: Request } | null = null;
  let isBusy = false;
  let isClosed = false;
  const run = async () => {
    isBusy = true;
    while (waiting !== null && !isClosed) {
      const { request } = waiting;
      waiting = null;
      try {
        const answer = await handlers.send(request);
        if (!isClosed) handlers.onAnswer(answer, request);
      } catch (error) {
        if (!isClosed) handlers.onError(error);
      }
    }
    isBusy = false;
  };
  return {
    submit(request) {
      waiting = { request };
      if (!isBusy) void run();
    },
    close() {
      isClosed = true;
    },
  };
}
