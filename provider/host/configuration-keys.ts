/** The keys of the stack's configuration (`openstack-compute:…`), and which values each takes. */

export const NAMESPACE = "openstack-compute:";

interface Setting {
    expected: string;
    takes(value: string): boolean;
}

const name: Setting = { expected: "must not be empty", takes: (value) => value !== "" };
/** What it takes is said elsewhere. */
const any: Setting = { expected: "", takes: () => true };

export const SETTINGS: Readonly<Record<string, Setting>> = {
    cloud: name,
    region: name,
    owner: { expected: "expected true or false", takes: (value) => value === "true" || value === "false" },
    allow: any,
    maxDisruptive: any,
};

/** The keys that there are not, and those whose values are wrong. */
export function wrongIn(settings: ReadonlyMap<string, string>): string[] {
    return [...settings]
        .filter(([key, value]) => !Object.hasOwn(SETTINGS, key) || SETTINGS[key]?.takes(value) === false)
        .map(([key]) => key);
}
