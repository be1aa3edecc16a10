/** The demo as a user runs it (from dist/, so build first), on the real engine and the embedded cloud. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../../tools/pulumi/recipe";

const MINUTES_PER_DEMO = 6;

let temporary: string;
beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), "demo-test-"));
});
afterEach(() => {
    rmSync(temporary, { recursive: true, force: true });
});

test(
    "the demo passes: created, resized, rebuilt, drifted, corrected, destroyed",
    async () => {
        const { code, text } = await demo();
        expect(text).toContain("✓ All 9 steps passed");
        expect(text).not.toContain("✗");
        expect(code).toBe(0);
        expect(readdirSync(temporary)).toEqual([]);
    },
    MINUTES_PER_DEMO * 60_000,
);

test(
    "a resize that the cloud fails makes the demo fail, in the name of that step, and leave nothing behind",
    async () => {
        const { code, text } = await demo("--break", "resize");
        expect(text).toContain('✗ Step 4 (resize), "Another flavor: a resize in place": the command failed');
        expect(text).toContain("No valid host was found");
        expect(text).not.toContain(" 5. ");
        expect(code).toBe(1);
        expect(readdirSync(temporary)).toEqual([]);
    },
    MINUTES_PER_DEMO * 60_000,
);

/** Runs it to its end. Its temporary folder lies in `temporary`. */
function demo(...options: string[]): Promise<{ code: number | null; text: string }> {
    const main = join(repositoryRoot(__dirname), "dist", "tools", "demo", "main.js");
    const child = spawn(process.execPath, [main, "--speed", "20", ...options], {
        // `npm run check` has checked the types of its program.
        env: { ...process.env, TMPDIR: temporary, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
        });
    }
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        // The demo breaks its lines; a test need not know where.
        child.on("close", (code) => resolve({ code, text: text.replace(/\s+/g, " ") }));
    });
}
