import { directLine as mockDirectLine } from "../support/direct-line";
import { tellStories } from "./stories";

jest.mock("../../provider/cloud/transport", () => mockDirectLine(jest.requireActual("../../provider/cloud/transport")));

tellStories("stories-other", [11, 12, 13, 21]);
