import { directLine as mockDirectLine } from "../support/direct-line";
import { OPERATIONS } from "./operations";
import { strikeAll } from "./suite";

jest.mock("../../provider/cloud/transport", () => mockDirectLine(jest.requireActual("../../provider/cloud/transport")));

strikeAll(
    "points-server-changes",
    OPERATIONS.filter(({ kind, title }) => kind === "Server" && title.startsWith("changes")),
);
