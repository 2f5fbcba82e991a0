// Runs in the page of the mask bench, before its own scripts: the brush, and clocks around moves, frames and words.

localStorage.setItem('unitloom.drawing', JSON.stringify({ tool: 'brush', sizePx: 40, label: 1 }));

/** Latency of each move until the frame that drew it was done; and of each such frame, applying the moves and drawing. */
window.measured = { latencies: [], drawings: [] };
{
  let waiting = [];
  let spentMs = 0;
  const channel = new MessageChannel();
  // A message that is posted in a frame is taken after the frame was drawn.
  channel.port1.onmessage = () => {
    const now = performance.now();
    window.measured.latencies.push(...waiting.map((at) => now - at));
    waiting = [];
  };
  const timed =
    (work) =>
    (...args) => {
      const startedAt = performance.now();
      work(...args);
      spentMs += performance.now() - startedAt;
    };
  const nextFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    nextFrame((time) => {
      timed(callback)(time);
      if (waiting.length === 0) return;
      window.measured.drawings.push(spentMs);
      spentMs = 0;
      channel.port2.postMessage(null);
    });
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const isMove = type === 'pointermove' && typeof listener === 'function';
    const own = (event) => {
      if (event.buttons === 1) waiting.push(event.timeStamp);
      timed(listener)(event);
    };
    listen.call(this, type, isMove ? own : listener, options);
  };
}

/** Milliseconds from the next event of a kind until a status says these words, and they were drawn. */
window.untilStatus = (eventName, words) =>
  new Promise((resolve) => {
    let startedAt = 0;
    const begin = (event) => {
      startedAt = event.timeStamp;
    };
    window.addEventListener(eventName, begin, { once: true, capture: true });
    const observer = new MutationObserver(() => {
      const statuses = [...document.querySelectorAll('[role=status]')];
      if (!statuses.some(({ textContent }) => textContent === words)) return;
      observer.disconnect();
      const saidMs = performance.now() - startedAt;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => resolve({ saidMs, drawnMs: performance.now() - startedAt })),
      );
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
