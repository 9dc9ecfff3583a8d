import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const api = process.env.TIERLINE_URL ?? "http://127.0.0.1:8000";

/** The documents that the page may send by their hashes, for the server that serves it. */
function shipDocuments(): Plugin {
  return {
    name: "ship-documents",
    apply: "build",
    generateBundle() {
      const source = readFileSync(new URL("src/gql/persisted-documents.json", import.meta.url));
      this.emitFile({ type: "asset", fileName: "persisted-documents.json", source });
    },
  };
}

export default defineConfig({
  plugins: [react(), shipDocuments()],
  build: {
    // Beside the code that serves it, so that a checkout, a wheel and an image find it at one place.
    outDir: "../api/http/dashboard",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0, // data: URLs are more than the Content-Security-Policy allows
  },
  server: { proxy: { "/graphql": { target: api, ws: true } } },
});
