/**
 * The provider as any protocol of Pulumi's may call it: it validates, plans, says the plan in words, connects, and
 * turns a failure half-way into a state that says what exists. One for each process.
 */
import type { Stored } from "../state/stored-state";
import { check } from "./check";
import { create } from "./create-resource";
import { remove } from "./delete-resource";
import { diff } from "./diff";
import { ProviderProcess } from "./provider-process";
import { read } from "./read-resource";
import type {
    Checked,
    CheckRequest,
    Created,
    CreateRequest,
    DeleteRequest,
    Difference,
    DiffRequest,
    Found,
    ReadRequest,
    Screen,
    UpdateRequest,
} from "./requests";
import type { Settings } from "./stack-settings";
import { update } from "./update-resource";

export class Host {
    private readonly process: ProviderProcess;

    constructor(screen: Screen) {
        this.process = new ProviderProcess(screen);
    }

    configure(settings: Settings): void {
        this.process.settings = settings;
    }

    /** Sends no request. */
    check(request: CheckRequest): Checked {
        return check(this.process, request);
    }

    /** Sends no request. */
    diff(request: DiffRequest): Difference {
        return diff(this.process, request);
    }

    /** @throws {PartialFailure} it failed half-way. */
    create(request: CreateRequest): Promise<Created> {
        return create(this.process, request);
    }

    /** Undefined for what is gone. */
    read(request: ReadRequest): Promise<Found | undefined> {
        return read(this.process, request);
    }

    /** @throws {PartialFailure} it failed half-way. */
    update(request: UpdateRequest): Promise<Stored> {
        return update(this.process, request);
    }

    delete(request: DeleteRequest): Promise<void> {
        return remove(this.process, request);
    }
}
