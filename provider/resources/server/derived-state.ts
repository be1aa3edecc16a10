/** The short form of a server's state: pins omit what arguments and outputs repeat, and `ran` is omitted if true. */
import type { Pin } from "../../lifecycle/references";
import type { Pins } from "./pins";
import type { Declared } from "./server-fields";
import type { ServerKept } from "./state";

/** The part of a state that pins are compared with. */
interface Beside {
    flavor?: unknown;
    flavorId?: unknown;
    image?: unknown;
    imageId?: unknown;
    networks?: unknown;
}

/** A pin without what the rest of the state says. Undefined if nothing remains; `null` if there is no pin. */
type BriefPin = Partial<Pin> | null | undefined;

type BriefPins = Omit<Pins, "flavor" | "image" | "networks"> & {
    flavor?: BriefPin;
    image?: BriefPin;
    networks?: Partial<Pin>[];
};

type BriefKept = Omit<ServerKept, "pins" | "ran"> & { pins?: BriefPins; ran?: boolean };

export function brief(state: Beside & { __state: ServerKept }): BriefKept {
    const { pins, ran, ...others } = state.__state;
    const { flavor, image, networks } = knownIn(state);
    return {
        ...others,
        pins: filled({
            ...pins,
            flavor: pinIn(pins.flavor, flavor),
            image: pinIn(pins.image, image),
            networks: pins.networks?.map((pin, index) => without(pin, networks[index])),
        }),
        ran: ran ? undefined : false,
    };
}

/** The inverse of {@link brief}. */
export function whole(state: Beside & { __state: BriefKept }): ServerKept {
    const { pins = {}, ran = true, ...others } = state.__state;
    const { flavor, image, networks } = knownIn(state);
    return {
        ...others,
        pins: {
            ...pins,
            flavor: pinOut(pins.flavor, flavor),
            image: pinOut(pins.image, image),
            networks: pins.networks?.map((pin, index) => ({ ...networks[index], ...pin })) as Pin[] | undefined,
        },
        ran,
    };
}

/** What the rest of the state says: ids in outputs, names in the program's spelling. */
function knownIn({ flavor, flavorId, image, imageId, networks }: Beside) {
    return {
        flavor: known(flavorId, flavor),
        image: known(imageId, image),
        networks: namesIn(networks as Declared["networks"]).map((name) => known(undefined, name)),
    };
}

function known(id: unknown, spelled: unknown): Partial<Pin> {
    return {
        ...(typeof id === "string" ? { id } : {}),
        ...(typeof spelled === "string" ? { name: spelled } : {}),
    };
}

function pinIn(pin: Pin | undefined, there: Partial<Pin>): BriefPin {
    return pin === undefined ? null : filled(without(pin, there));
}

function pinOut(pin: BriefPin, there: Partial<Pin>): Pin | undefined {
    return pin === null ? undefined : ({ ...there, ...pin } as Pin);
}

function without({ id, name }: Pin, there: Partial<Pin> = {}): Partial<Pin> {
    return { ...(id === there.id ? {} : { id }), ...(name === there.name ? {} : { name }) };
}

/** Undefined if every value in it is undefined. */
function filled<T extends object>(value: T): T | undefined {
    return Object.values(value).some((inner) => inner !== undefined) ? value : undefined;
}

/** The networks that the program names, in the order of the pins. */
function namesIn(networks: Declared["networks"]): unknown[] {
    return Array.isArray(networks) ? networks.flatMap(({ network }) => network ?? []) : [];
}
