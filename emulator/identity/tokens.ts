import { randomBytes } from "node:crypto";
import type { CloudState } from "../state/cloud-state";
import type { Project, User } from "../state/model";

/** An issued token. */
export interface Token {
    readonly value: string;
    readonly user: User;
    /** Undefined: unscoped. */
    readonly project: Project | undefined;
    readonly roles: readonly string[];
    readonly methods: readonly string[];
    readonly issued: number;
    readonly expires: number;
    readonly auditId: string;
}

/** The issued tokens, and which of them are valid. */
export class Tokens {
    private readonly tokens = new Map<string, Token>();

    constructor(
        private readonly state: CloudState,
        private readonly lifetime: number,
    ) {}

    issue(user: User, project: Project | undefined, methods: readonly string[], until?: number): Token {
        const now = this.state.clock.now();
        const token: Token = {
            value: `gAAAAA${randomBytes(60).toString("base64url")}`,
            user,
            project,
            roles: project === undefined ? [] : (user.roles[project.id] ?? []),
            methods,
            issued: now,
            expires: until ?? now + this.lifetime,
            auditId: randomBytes(16).toString("base64url"),
        };
        this.tokens.set(token.value, token);
        return token;
    }

    find(value: string | undefined): Token | undefined {
        const token = value === undefined ? undefined : this.tokens.get(value);
        return token !== undefined && token.expires > this.state.clock.now() ? token : undefined;
    }

    revoke(value: string): void {
        this.tokens.delete(value);
    }

    revokeAll(): void {
        this.tokens.clear();
    }
}
