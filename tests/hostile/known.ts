/**
 * What no provider can put right: a creation that was carried out, and of which the answer says that it was refused,
 * where nothing tells afterwards whose the new thing is. tests/faults/known.ts has the same, as "500 after the cloud acted".
 */
import type { Case } from "./plan";

const UNSOLVED: readonly { readonly kind: string; readonly key: string; readonly why: string }[] = [
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

export function isKnown({ operation, point, spoil }: Case): boolean {
    return spoil.refuses === true && UNSOLVED.some(({ kind, key }) => kind === operation.kind && key === point.key);
}
