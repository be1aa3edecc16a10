/** Quotas: how much of something a project may have. Each is declared once, by the kind of resource that uses it up. */

export interface Quota {
    /** In a message: `key pairs`. */
    readonly name: string;
    /** What it limits, in a sentence: `keypairs of a user`. Default: the name. */
    readonly of?: string;
    /** What clouds call it in a refusal, in lower case, besides its name and its key. */
    readonly called?: readonly string[];
    readonly unit?: string;
    /** The keys of the limit and of its use in the limits that the API shows. Some clouds do not show the use. */
    readonly limit?: string;
    readonly used?: string;
    /** The last microversion whose quota sets have it. Default: the newest. */
    readonly until?: string;
}

/** By the name that an argument of a QuotaSet has: `keyPairs`. */
export type Quotas = Readonly<Record<string, Quota>>;
