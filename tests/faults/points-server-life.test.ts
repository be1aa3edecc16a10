import { directLine as mockDirectLine } from "../support/direct-line";
import { strikeAll } from "./suite";

jest.mock("../../provider/cloud/transport", () => mockDirectLine(jest.requireActual("../../provider/cloud/transport")));

strikeAll("points-server-life");
