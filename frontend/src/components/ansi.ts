// Colors and cursor moves (CSI), titles and links (OSC), and other two-character escape sequences.
const escapeSequences = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]/g;
const controlCharacters = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** The text that a terminal would show: without escape sequences, and only the last version of an overwritten line. */
export function plainText(line: string): string {
  const shown = line.replace(escapeSequences, "").replace(/\r+$/, "");
  return shown.slice(shown.lastIndexOf("\r") + 1).replace(controlCharacters, "");
}
