/**
 * Pulumi's contract for dynamic providers: one provider serves every kind of resource. Property bags become requests of
 * the host, and its answers property bags; what it says is printed.
 */
import type { dynamic } from "@pulumi/pulumi";
import { visible } from "../../cloud/index";
import { ownKeyOf } from "../../lifecycle/owner";
import type { Declaration, Owner, Properties } from "../../state/stored-state";
import { Host } from "../host";
import type { Declared, Screen } from "../requests";
import { complaintOf, settingsFrom } from "../stack-settings";
import { engineLog } from "./engine-log";
import { quietly, thrownTo } from "./failures";
import { inputsBag, outputsBag, type Parts, partsOf, storedIn } from "./property-bags";
import { spelledOut } from "./shorthand";
import { StatusRows } from "./status-rows";

type Operation = "create" | "update" | "delete";

export class DynamicProvider implements Required<Omit<dynamic.ResourceProvider, "call">> {
    private readonly host = new Host(screen());
    /**
     * Whose the resources are, as `check` was told: only a creation and an update need it, which come after it in the same
     * process. So it is in no state.
     */
    private readonly owners = new Map<string, Owner>();

    async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
        this.host.configure(settingsFrom((key) => config.get(key)));
    }

    check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
        return quietly(() => {
            const { declaration: told, ...declared } = partsOf(news);
            const { owner, preview = false, misconfigured = [], ...declaration } = told;
            const known = owner?.stack === undefined ? undefined : { ...owner, stack: owner.stack };
            const { complaints, ...inputs } = this.host.check({
                ...declared,
                declaration,
                urn: owner?.urn,
                owner: known,
                before: beforeIn(spelledOut(olds)),
                reuse: owner?.reuse,
                preview,
            });
            if (known !== undefined) {
                this.owners.set(ownKeyOf(inputs.declaration), known);
            }
            // With a property's name Pulumi would print its value, secret or not.
            const failures = [...misconfigured.map(complaintOf), ...complaints];
            return { inputs: inputsBag(inputs), failures: failures.map((reason) => ({ property: "", reason })) };
        });
    }

    diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
        return quietly(() => {
            const { lines, changes, replaces, deletesFirst } = this.host.diff({
                ...this.declaredIn(partsOf(news)),
                id,
                stored: storedIn(partsOf(olds)),
            });
            for (const line of lines) {
                console.log(visible(line));
            }
            return { changes, replaces, deleteBeforeReplace: deletesFirst };
        });
    }

    async create(inputs: Properties): Promise<dynamic.CreateResult> {
        const declared = this.declaredIn(partsOf(inputs));
        try {
            const { id, stored } = await this.host.create({ ...declared, timeout: timeout("create", declared) });
            return { id, outs: outputsBag(stored) };
        } catch (error) {
            throw thrownTo(error, inputs);
        }
    }

    read(id: string, props: Properties): Promise<dynamic.ReadResult> {
        return quietly(async () => {
            const parts = partsOf(props);
            const found = await this.host.read({
                ...this.declaredIn(parts),
                id,
                stored: parts.kept === undefined ? undefined : storedIn(parts),
                timeout: timeout("update", parts),
            });
            return found === undefined ? {} : { id, props: outputsBag(found.stored), inputs: inputsBag(found.inputs) };
        });
    }

    async update(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
        const declared = this.declaredIn(partsOf(news));
        try {
            const stored = await this.host.update({
                ...declared,
                id,
                stored: storedIn(partsOf(olds)),
                timeout: timeout("update", declared),
            });
            return { outs: outputsBag(stored) };
        } catch (error) {
            throw thrownTo(error, news);
        }
    }

    delete(id: string, props: Properties): Promise<void> {
        return quietly(async () => {
            const parts = partsOf(props);
            const resource = this.declaredIn(parts);
            await this.host.delete({ ...resource, id, stored: storedIn(parts), timeout: timeout("delete", resource) });
        });
    }

    /** The URN is unknown for a resource that `check` was not called for, and where the stack's config turns the owner off. */
    private declaredIn({ kind, declaration, common, args }: Parts): Declared {
        const owner = this.owners.get(ownKeyOf(declaration as Declaration));
        return { kind, declaration: declaration as Declaration, common, args, owner, urn: owner?.urn };
    }
}

/** `customTimeouts` are told by the SDK, and kept in the state: the contract has none. */
function timeout(operation: Operation, { declaration }: Pick<Parts, "declaration">): number | undefined {
    return declaration.timeouts?.[operation];
}

function beforeIn(olds: Properties): { declaration?: Declaration; name: unknown } | undefined {
    const { __resource, name } = olds;
    return Object.keys(olds).length === 0 ? undefined : { declaration: __resource as Declaration | undefined, name };
}

function screen(): Screen {
    const rows = new StatusRows(engineLog);
    return {
        say: ({ whole }, line) => console.log(visible(`${whole}: ${line}`)),
        progress: (subject, line) => rows.show(subject, line),
        during: (urn, operation) => rows.during(urn, operation),
    };
}
