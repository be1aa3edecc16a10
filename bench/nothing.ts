/** A dynamic provider whose calls return at once: the rest is the engine's time. */

interface Bag {
    [key: string]: unknown;
}

const CHANGING = ["flavor", "image", "metadata"];

export function provider() {
    return {
        check: async (_olds: Bag, news: Bag) => ({ inputs: news }),
        diff: async (_id: string, olds: Bag, news: Bag) => ({
            changes: CHANGING.some((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key])),
        }),
        create: async (inputs: Bag) => ({ id: String(inputs.name), outs: inputs }),
        update: async (_id: string, _olds: Bag, news: Bag) => ({ outs: news }),
        read: async (id: string, props: Bag) => ({ id, props }),
        delete: async () => undefined,
    };
}
