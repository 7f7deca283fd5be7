// Each page given: axe-core's rules, and that nothing was fetched. Exit 1 at any violation.
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let wrong = 0;
for (const file of process.argv.slice(2)) {
  // The page's own policy lets no script run; the checker is let past it.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 900, height: 1200 } });
  const page = await context.newPage();
  const fetched = [];
  page.on("request", (request) => fetched.push(request.url()));
  const address = "file://" + resolve(file);
  await page.goto(address);
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document));
  const outside = fetched.filter((url) => url !== address);
  for (const violation of result.violations) {
    console.error(`${file}: ${violation.id}: ${violation.help}`);
    for (const node of violation.nodes.slice(0, 3)) console.error(`    ${node.html}`);
  }
  for (const url of outside) console.error(`${file}: fetched ${url}`);
  wrong += result.violations.length + outside.length;
  console.log(`${basename(file)}: ${result.violations.length} violations, ${result.passes.length} rules passed`);
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: join(process.env.SCREENSHOTS, basename(file) + ".png"), fullPage: true });
  }
  await context.close();
}
await browser.close();
process.exit(wrong === 0 ? 0 : 1);
