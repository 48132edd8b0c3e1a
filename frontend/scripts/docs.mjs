/** Copies the two files that the interactive documentation needs, so that it works offline. */
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const target = fileURLToPath(new URL("../../src/paios/webapp/docs/", import.meta.url));
await mkdir(target, { recursive: true });
for (const file of ["swagger-ui.css", "swagger-ui-bundle.js"]) await copyFile(join(source, file), join(target, file));
