import type { DeviceReport } from '#core/engine.ts';

/** An engine process on a machine whose WebGPU driver takes the process down. */
process.on(
  'message',
  (message: { readonly kind: string; readonly options: { readonly refused: { readonly webgpu?: string } } }) => {
    const reason = message.options.refused.webgpu;
    if (reason === undefined) {
      process.send?.({ kind: 'probing', device: 'webgpu' }, () => process.kill(process.pid, 'SIGSEGV'));
      return;
    }
    const report: DeviceReport = {
      active: 'cpu',
      devices: [{ name: 'webgpu', usable: false, reason, selfTestError: null }],
      threads: 1,
      imagesPerSecond: null,
      libraries: {},
    };
    process.send?.({ kind: 'ready', report });
  },
);
