import { tellStories } from "./stories";

tellStories("stories-two", [3, 4]);
