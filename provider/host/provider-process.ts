/** What one process of the provider remembers from request to request: Pulumi starts one for each command. */
import { type MeantCloud, meantCloud } from "../cloud/index";
import { assertMeantCloud } from "../lifecycle/same-cloud";
import type { CommonArguments } from "../plan/common-arguments";
import type { Declaration, Stored } from "../state/stored-state";
import { Knowledge } from "./knowledge";
import { ManagedNames } from "./managed-names";
import type { Screen } from "./requests";
import { RollingUpdate } from "./rolling-limit";
import { reference, type Settings } from "./stack-settings";

export class ProviderProcess {
    settings: Settings = {};
    readonly knowledge = new Knowledge();
    readonly managed = new ManagedNames();
    readonly rolling = new RollingUpdate();
    /** The resources that the state has, with their names: a `check` without old inputs is then that of a replacement. */
    readonly standing = new Map<string, string>();
    /** The resources of which `check` was called after any `read`: their next `diff` is an update's, not a refresh's. */
    private readonly declared = new Set<string>();
    /** What the settings mean, by the reference: read once. */
    private readonly meant = new Map<string, MeantCloud | undefined>();

    constructor(readonly screen: Screen) {}

    noteCheck(declaration: Declaration): void {
        this.declared.add(keyOf(declaration));
    }

    noteRead(declaration: Declaration): void {
        this.declared.delete(keyOf(declaration));
    }

    /** Whether its next `diff` is an update's. */
    isDeclared(declaration: Declaration): boolean {
        return this.declared.has(keyOf(declaration));
    }

    /**
     * A preview fails where the update would refuse the credentials in use, as far as the settings tell without a request.
     * What does not change is not looked at: an update does nothing to it.
     */
    assertMeant(subject: string, { kept }: Stored, common: CommonArguments): void {
        const named = reference(common, this.settings);
        const key = JSON.stringify([named.cloud, named.region]);
        if (!this.meant.has(key)) {
            this.meant.set(key, meantCloud(named));
        }
        const meant = this.meant.get(key);
        if (meant !== undefined) {
            assertMeantCloud(subject, kept.cloud, meant);
        }
    }
}

/** One of a kind and a name. Two under different parents share it: then a refresh may say of one what is said of the other. */
function keyOf({ kind, name }: Declaration): string {
    return `${kind} ${name}`;
}
