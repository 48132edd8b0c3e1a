import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The text typeface is asked for before the style sheet that names it, so that no line moves. */
function preloadTypeface(): Plugin {
  return {
    name: "preload-typeface",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /inter-latin-wght-normal-[^/]*\.woff2$/.test(file))
          .map((file) => ({
            tag: "link",
            attrs: { rel: "preload", as: "font", type: "font/woff2", href: `/${file}`, crossorigin: "" },
            injectTo: "head-prepend",
          })),
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadTypeface()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../src/paios/webapp",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy knows no data: address
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: true,
  },
  server: { proxy: { "/api": process.env.PAIOS_SERVER ?? "http://localhost:3080" } },
});
