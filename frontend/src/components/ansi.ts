// Colours and cursor moves (CSI), titles and links (OSC), and other two-letter commands of terminals.
const escapeSequences = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]/g;
const controlCharacters = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A line as a terminal would leave it: no commands, and of a line that was overwritten the last version. */
export function plainText(line: string): string {
  const shown = line.replace(escapeSequences, "").replace(/\r+$/, "");
  return shown.slice(shown.lastIndexOf("\r") + 1).replace(controlCharacters, "");
}
