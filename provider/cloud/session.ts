/** One token for all calls to a cloud: got once, renewed before it ends or when the cloud refuses it, by one flight. */

import type { Timing } from "./settings";
import type { Token } from "./tokens";

/** So long before its end a token is renewed: a request on the way must not see it end. */
const MARGIN = 60_000;

export class Session {
    private current: Token | undefined;
    private renewal: Promise<Token> | undefined;

    constructor(
        private readonly authenticate: () => Promise<Token>,
        private readonly timing: Timing,
    ) {}

    /** A token that is good for a while. */
    async token(): Promise<Token> {
        const token = this.current;
        return token === undefined || this.isEnding(token) ? this.renew(token) : token;
    }

    /** A token other than the one that was refused; those who come together get the same. */
    async renew(refused: Token | undefined): Promise<Token> {
        if (this.current !== undefined && this.current !== refused) {
            return this.current;
        }
        this.renewal ??= this.replace();
        return this.renewal;
    }

    private async replace(): Promise<Token> {
        try {
            const token = await this.authenticate();
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

/** A token that lives for a minute is not renewed at each call. */
function marginFor(token: Token, now: number): number {
    return token.expiresAt === undefined ? MARGIN : Math.min(MARGIN, Math.max(0, (token.expiresAt - now) / 2));
}
