/** Copies what the interactive documentation needs, so that it works offline and under the content security policy. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const target = fileURLToPath(new URL("../../src/paios/webapp/docs/", import.meta.url));
/** The policy knows no data: address; the small pictures that are lost are arrows and check marks. */
const withoutPictures = (css) => css.replace(/url\((?:"data:(?:[^"\\]|\\.)*"|data:[^)]*)\)/g, "none");

await mkdir(target, { recursive: true });
await copyFile(join(source, "swagger-ui-bundle.js"), join(target, "swagger-ui-bundle.js"));
const css = await readFile(join(source, "swagger-ui.css"), "utf8");
await writeFile(join(target, "swagger-ui.css"), withoutPictures(css));
