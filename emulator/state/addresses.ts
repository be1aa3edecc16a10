/** How Nova and Neutron write addresses. */
import { Address6 } from "ip-address";

/**
 * An IPv6 address in its shortest form, as the C library prints it: the last 32 bits may appear as an IPv4 address,
 * even if nobody meant one (`::d4e:3` is `::13.78.0.3`).
 */
export function spelledIPv6(text: string): string {
    const address = new Address6(text).correctForm();
    const [, mapped = "", high, low] = /^::(ffff:)?([0-9a-f]+):([0-9a-f]+)$/.exec(address) ?? [];
    if (high === undefined || low === undefined) {
        return address;
    }
    const bytes = [high, low].map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 255]);
    return `::${mapped}${bytes.join(".")}`;
}
