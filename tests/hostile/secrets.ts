/** The secrets that went over the wire, and whether one is told where it must not be. */
import type { Wrong } from "./assail";

/** Shorter ones stand in other words, by chance. */
const SHORTEST = 6;
const KEYS = /"(?:adminPass|password|user_data|contents|private_key|secret)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const HEADERS = ["x-auth-token", "x-subject-token"];

export class Secrets {
    private readonly values = new Set<string>();

    /** Takes note of what is secret in a request or an answer. */
    learn(body: string, headers: Readonly<Record<string, string | readonly string[]>>): void {
        for (const [, value = ""] of body.matchAll(KEYS)) {
            this.add(value);
        }
        for (const [name, value] of Object.entries(headers)) {
            if (HEADERS.includes(name.toLowerCase())) {
                this.add(String(value));
            }
        }
    }

    private add(value: string): void {
        if (value.length >= SHORTEST) {
            this.values.add(value);
        }
    }

    leaksIn(texts: Readonly<Record<string, string>>): Wrong[] {
        return Object.entries(texts).flatMap(([where, text]) =>
            [...this.values]
                .filter((value) => text.includes(value))
                .map((value): Wrong => ({ kind: "secret", what: `${where} has the secret ${value.slice(0, 20)}` })),
        );
    }
}
