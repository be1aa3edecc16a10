/**
 * What no provider can repair: a creation that was carried out, and of which the answer says that it was refused,
 * where nothing tells afterwards whose the new thing is. tests/faults/known.ts has the same, as "500 after the cloud acted".
 */
import type { Case } from "./plan";

const REFUSALS: readonly { readonly kind: string; readonly key: string; readonly why: string }[] = [
    {
        kind: "FloatingIp",
        key: "POST /os-floating-ips",
        why: "An address has no place for an owner: one that leads nowhere is like any other.",
    },
    {
        kind: "SecurityGroup",
        key: "POST /os-security-groups",
        why: "Several groups may have one name, and another's is not to be taken for ours.",
    },
];

/** Values that are as good as any, and not true. */
const LIES: readonly { readonly kind: string; readonly key: string; readonly spoil: RegExp; readonly why: string }[] = [
    {
        kind: "QuotaSet",
        key: "GET /os-quota-sets/{id}/defaults",
        spoil: /a negative number$/,
        why: "-1 means no limit, and a cloud's default may be that: the quota goes back to it.",
    },
];

export function isKnown({ operation, point, spoil }: Case): boolean {
    return (
        (spoil.refuses === true && REFUSALS.some(({ kind, key }) => kind === operation.kind && key === point.key)) ||
        LIES.some((lie) => lie.kind === operation.kind && lie.key === point.key && lie.spoil.test(spoil.name))
    );
}
