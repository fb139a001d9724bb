// Unpacks the Chromium headless shell that the npm package @sparticuz/chromium carries.
//   node unpack.mjs FOLDER
// Writes FOLDER/chromium and FOLDER/headless_shell, which starts it with what this machine lacks: FOLDER/lib (shared
// libraries) and FOLDER/fonts.conf (where fonts lie). Knows nothing of launch flags; jamel.browser does.
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const packed = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "@sparticuz", "chromium", "bin");

async function inflate(name, target, mode) {
  const part = `${target}.part`;
  await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), createWriteStream(part, { mode }));
  renameSync(part, target);
}

function librariesAreMissing(program) {
  const found = spawnSync("ldd", [program], { encoding: "utf8" });
  return found.status !== 0 || found.stdout.includes("not found");
}

const FONTS_CONF = `<?xml version="1.0"?>
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

const folder = resolve(process.argv[2]);
const libraries = join(folder, "lib");
mkdirSync(libraries, { recursive: true });
await inflate("chromium.br", join(folder, "chromium"), 0o755);
let start = 'exec "$here/chromium" "$@"';
if (librariesAreMissing(join(folder, "chromium"))) {
  await inflate("al2023.tar.br", join(folder, "lib.tar"), 0o644);
  const tar = spawnSync("tar", ["-xf", join(folder, "lib.tar"), "-C", libraries, "--strip-components=1"], { stdio: "inherit" });
  if (tar.status !== 0) process.exit(1);
  start = `LD_LIBRARY_PATH="$here/lib" ${start}`;
}
if (!existsSync("/etc/fonts/fonts.conf")) {
  writeFileSync(join(folder, "fonts.conf"), FONTS_CONF);
  start = `FONTCONFIG_FILE="$here/fonts.conf" ${start}`;
}
const wrapper = join(folder, "headless_shell");
writeFileSync(`${wrapper}.part`, `#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\n${start}\n`, { mode: 0o755 });
renameSync(`${wrapper}.part`, wrapper);
