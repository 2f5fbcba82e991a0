import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What runs in Node leaves its packages, native ones included, in node_modules: `dependencies` of package.json. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: path('src/main/index.ts'),
          engineProcess: path('src/backend/engine/process.ts'),
          'maintenance.worker': path('src/backend/store/maintenance.worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can load nothing but `electron`: it is CommonJS and holds all it needs.
      externalizeDeps: false,
      rolldownOptions: {
        input: path('src/preload/index.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('src/renderer'),
    define: { global: 'globalThis' },
    plugins: [react()],
    build: {
      outDir: path('out/renderer'),
      emptyOutDir: true,
      // The local server serves the same files to any current browser.
      target: 'es2022',
      minify: true,
      sourcemap: false,
      // The content policy allows no data: addresses.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_500,
      rolldownOptions: { input: path('src/renderer/index.html') },
    },
  },
});
