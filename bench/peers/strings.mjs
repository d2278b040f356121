import { report } from "./timing.mjs";

report(() => {
  const text = Array.from({ length: 100000 }, (_, i) => String(i)).join(" ");
  const words = text.split(/ /);
  return `${text.replaceAll("9", "99").length} ${words.length}`;
});
