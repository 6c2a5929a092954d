// SPDX-License-Identifier: Apache-2.0
//
// Parses each file named with Mermaid's own parser; says which it refuses and why. Exit status 1 if any.
import { readFile } from "node:fs/promises";
import { JSDOM } from "jsdom";

const dom = new JSDOM("<!doctype html><body></body>");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });

let refused = 0;
for (const file of process.argv.slice(2)) {
    const text = await readFile(file, "utf8");
    try {
        await mermaid.parse(text);
    } catch (error) {
        refused += 1;
        console.log(`${file}: ${error.message}`);
    }
}
process.exit(refused === 0 ? 0 : 1);
