import { tellStories } from "./stories";

tellStories("stories-other", [11, 12, 13, 21]);
