/**
 * One token for all calls to a cloud. It is renewed before it expires or when the cloud refuses it. Concurrent calls
 * share one request.
 */

import type { Timing } from "./cloud-settings";
import { CloudError, ConnectionError } from "./errors";
import type { Token } from "./tokens";

/** Renew a token this long before it expires, so that it does not expire during a request. */
const MARGIN = 60_000;

export class Session {
    private current: Token | undefined;
    private renewal: Promise<Token> | undefined;

    constructor(
        private readonly authenticate: (deadline: number | undefined) => Promise<Token>,
        private readonly timing: Timing,
    ) {}

    /** A valid token. Requested at most until the deadline of the call that needs it. */
    async token(deadline?: number): Promise<Token> {
        const token = this.current;
        return token === undefined || this.isEnding(token) ? this.renew(token, deadline) : token;
    }

    /** A token other than the refused one. Concurrent callers get the same. */
    async renew(refused: Token | undefined, deadline?: number): Promise<Token> {
        for (;;) {
            if (this.current !== undefined && this.current !== refused) {
                return this.current;
            }
            const ofAnother = this.renewal;
            this.renewal ??= this.replace(deadline);
            try {
                return await this.renewal;
            } catch (error) {
                // The other caller's time was over; ours may not be.
                if (ofAnother === undefined || !isPassing(error)) {
                    throw error;
                }
            }
        }
    }

    private async replace(deadline: number | undefined): Promise<Token> {
        try {
            const token = await this.authenticate(deadline);
            this.current = token;
            this.margin = marginFor(token, this.timing.now());
            return token;
        } finally {
            this.renewal = undefined;
        }
    }

    private margin = MARGIN;

    private isEnding(token: Token): boolean {
        return token.expiresAt !== undefined && this.timing.now() >= token.expiresAt - this.margin;
    }
}

function isPassing(error: unknown): boolean {
    return error instanceof ConnectionError || (error instanceof CloudError && error.status >= 500);
}

/** A token that lives for only a minute must not be renewed at each call. */
function marginFor(token: Token, now: number): number {
    return token.expiresAt === undefined ? MARGIN : Math.min(MARGIN, Math.max(0, (token.expiresAt - now) / 2));
}
