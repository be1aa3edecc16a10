/** A dynamic provider whose every call returns at once: what is left is the engine. */

interface Bag {
    [key: string]: unknown;
}

/** What a server has besides its arguments, as large as the provider's own. */
const AS_A_SERVER: Bag = {
    __state: {
        cloud: {
            authUrl: "http://127.0.0.1:35000/identity",
            name: "bench",
            projectId: "640afe1cf1735ec0a1806a02d22599f9",
            region: "RegionOne",
        },
        made: ["adminPass"],
        pins: {
            flavor: { id: "1", name: "m1.tiny" },
            image: { id: "9279c2a4-c2ef-57ad-ae3b-d0f7ffee5cad", name: "debian-12" },
            networks: [{ id: "b39f78b5-50cf-5dc5-a70c-f22ef3d3fd44", name: "private" }],
        },
        ran: true,
        schema: 1,
        zone: "nova",
    },
    addresses: { private: [{ address: "10.20.0.11", mac: "fa:16:3e:82:09:09", version: 4 }] },
    adminPass: "9d4f3e2a1b0c",
    created: "2026-01-01T00:00:00Z",
    flavorId: "1",
    hostId: "9986b26c97d6c0fb4d35ce928fe800d1911e3270bceb5b7aa4ccd415",
    imageId: "9279c2a4-c2ef-57ad-ae3b-d0f7ffee5cad",
    ipV4: "10.20.0.11",
    status: "ACTIVE",
    updated: "2026-01-01T00:00:00Z",
};

/** With `__resource`, it keeps as much as a server does. */
function outputs(inputs: Bag): Bag {
    return inputs.__resource === undefined ? inputs : { ...inputs, ...AS_A_SERVER };
}

const CHANGING = ["flavor", "image", "metadata"];

export function provider() {
    return {
        check: async (_olds: Bag, news: Bag) => ({ inputs: news }),
        diff: async (_id: string, olds: Bag, news: Bag) => ({
            changes: CHANGING.some((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key])),
        }),
        create: async (inputs: Bag) => ({ id: String(inputs.name), outs: outputs(inputs) }),
        update: async (_id: string, _olds: Bag, news: Bag) => ({ outs: outputs(news) }),
        read: async (id: string, props: Bag) => ({ id, props }),
        delete: async () => undefined,
    };
}
