import type { Isolation } from "../resultMetrics";

/** Which modules each head's loss was found to move, in words. */
export function IsolationCheck({ isolation }: { isolation: Isolation }) {
  const { movedBy = [] } = isolation;
  return (
    <section aria-labelledby="isolation-heading">
      <h3 id="isolation-heading">Isolation</h3>
      <p>{summary(isolation)}</p>
      {movedBy.length > 1 && (
        <>
          <ul className="muted" aria-label="Modules that each head's loss moves">
            {movedBy.map((modules, index) => (
              <li key={index}>{`Head ${index + 1} moves ${updatedModules(modules)}`}</li>
            ))}
          </ul>
          <p className="muted">Found by experiment before training: each head in turn was given wrong labels.</p>
        </>
      )}
    </section>
  );
}

function summary({ isolated, movedBy }: Isolation): string {
  if (movedBy?.length === 1) return "Nothing to isolate: the network learned as one module.";
  if (isolated) return "Isolated: no head’s loss moves a module below its own.";
  if (!movedBy) return "Not isolated: the losses of some heads move modules below their own.";
  const heads = movedBy.flatMap((modules, index) => (modules.some((module) => module <= index) ? [index + 1] : []));
  return heads.length === 1
    ? `Not isolated: the loss of head ${enumerate(heads)} moves modules below its own.`
    : `Not isolated: the losses of heads ${enumerate(heads)} move modules below their own.`;
}

function updatedModules(modules: number[]): string {
  if (modules.length === 0) return "no module but itself";
  return `${modules.length === 1 ? "module" : "modules"} ${enumerate(modules)}`;
}

function enumerate(numbers: number[]): string {
  const last = numbers.at(-1) ?? "";
  return numbers.length < 2 ? `${last}` : `${numbers.slice(0, -1).join(", ")} and ${last}`;
}
