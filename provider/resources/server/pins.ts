/** What a state pins: the ids behind the names that a program uses. */
import type { Pin } from "../../lifecycle/references";

export interface Pins {
    readonly flavor?: Pin;
    readonly image?: Pin;
    /** The networks that were named, each by both of its names. */
    readonly networks?: readonly Pin[];
    /** The images of which disks besides the root were made. */
    readonly images?: readonly Pin[];
    /** The keypair that the server was created with, where the program declares another one by now. */
    readonly keyName?: string;
}
