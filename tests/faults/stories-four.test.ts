import { tellStories } from "./stories";

tellStories("stories-four", [13, 21]);
