import { memo } from "react";
import { plainText } from "../../components/ansi";
import type { LogLine } from "./log";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const LogLines = memo(function LogLines({ lines }: { lines: LogLine[] }) {
  return lines.map((line) => (
    <div key={line.line} className={`log-line log-${line.stream}`}>
      <span className="log-number">{line.line}</span>
      <time dateTime={line.at}>{time.format(new Date(line.at))}</time>
      <span className="log-stream">{line.stream}</span>
      <span className="log-text">{plainText(line.text)}</span>
    </div>
  ));
});
