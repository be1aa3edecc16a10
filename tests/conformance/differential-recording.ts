/**
 * What a real Nova (Zed, 26.2) answered, kept in recorded/zed.json, so that it judges the embedded cloud also where no
 * OpenStack runs. To make it anew: `OPENSTACK_CLOUD=… OPENSTACK_DEMO_CLOUD=… OPENSTACK_RECORD=1` in the environment of
 * this check.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./differential-outcome";

const FILE = join(__dirname, "recorded", "zed.json");

interface Recording {
    /** Answers of one shape share it: places in the body, with the types that stand there. */
    shapes: Record<string, Record<string, string>>;
    /** By the case's name. */
    answers: Record<string, { status: number; fault?: string; message?: string; shape?: string }>;
}

export function readRecording(): Map<string, Outcome> {
    const { shapes, answers } = JSON.parse(readFileSync(FILE, "utf8")) as Recording;
    return new Map(
        Object.entries(answers).map(([name, { shape, ...answer }]) => {
            const places = shape === undefined ? {} : shapes[shape];
            if (places === undefined) {
                throw new Error(`${FILE}: no shape ${shape}`);
            }
            return [name, { ...answer, shape: Object.entries(places).map((line) => line.join(" ").trim()) }];
        }),
    );
}

export function writeRecording(outcomes: ReadonlyMap<string, Outcome>): void {
    const recording: Recording = { shapes: {}, answers: {} };
    for (const [name, { shape, ...answer }] of [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (shape.length === 0) {
            recording.answers[name] = answer;
            continue;
        }
        const hash = createHash("sha1").update(shape.join("\n")).digest("hex").slice(0, 6);
        const key =
            Object.keys(recording.shapes).find((known) => known.endsWith(hash)) ?? `${name.split(" ")[0]} ${hash}`;
        recording.shapes[key] = Object.fromEntries(shape.map(placeAndType));
        recording.answers[name] = { ...answer, shape: key };
    }
    writeFileSync(FILE, `${JSON.stringify(recording, null, 4)}\n`);
}

function placeAndType(line: string): [string, string] {
    const end = line.lastIndexOf(" ");
    return end < 0 ? ["", line] : [line.slice(0, end), line.slice(end + 1)];
}
