import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.HANDSEL_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/",
  plugins: [react()],
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
