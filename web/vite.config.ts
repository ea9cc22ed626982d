import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = process.env.HANDSEL_SERVER ?? "http://127.0.0.1:8000";

/** Compressed once, here: the server sends `x.js.gz` for `x.js` to whoever takes it. */
const compressed = (): Plugin => ({
  name: "compressed",
  apply: "build",
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
      const file = join(dir ?? "", name);
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    }
  },
});

export default defineConfig({
  base: "/",
  plugins: [react(), compressed()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The server compares where a request comes from with its Host, so the dev server passes the Host on as it is.
  server: {
    proxy: {
      "/api": { target: server, changeOrigin: false },
      "/_allauth": { target: server, changeOrigin: false },
    },
  },
  build: {
    outDir: "../src/handsel/page",
    emptyOutDir: true,
    target: "baseline-widely-available",
    sourcemap: false,
    // Nothing is inlined: the page's policy forbids data: scripts and the icons are few.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Mantine is not one group: each page then fetches only the parts that it shows.
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 20 },
          ],
        },
      },
    },
  },
  test: { environment: "jsdom", setupFiles: ["src/test/setup.ts"], css: false },
});
