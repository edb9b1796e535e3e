import type { Isolation } from "../resultMetrics";

/** The modules that each head's loss updates, as measured before training. */
export function IsolationCheck({ isolation }: { isolation: Isolation }) {
  const { movedBy = [] } = isolation;
  return (
    <section aria-labelledby="isolation-heading">
      <h3 id="isolation-heading">Isolation</h3>
      <p>{summary(isolation)}</p>
      {movedBy.length > 1 && (
        <>
          <ul className="muted" aria-label="Modules updated by each head's loss">
            {movedBy.map((modules, index) => (
              <li key={index}>{`Head ${index + 1} updates ${updatedModules(modules)}`}</li>
            ))}
          </ul>
          <p className="muted">Measured before training by giving each head in turn wrong labels.</p>
        </>
      )}
    </section>
  );
}

function summary({ isolated, movedBy }: Isolation): string {
  if (movedBy?.length === 1) return "Nothing to isolate: the network was trained as one module.";
  if (isolated) return "Isolated: no head’s loss updates a module below its own.";
  if (!movedBy) return "Not isolated: the losses of some heads update modules below their own.";
  const heads = movedBy.flatMap((modules, index) => (modules.some((module) => module <= index) ? [index + 1] : []));
  return heads.length === 1
    ? `Not isolated: the loss of head ${enumerate(heads)} updates modules below its own.`
    : `Not isolated: the losses of heads ${enumerate(heads)} update modules below their own.`;
}

function updatedModules(modules: number[]): string {
  if (modules.length === 0) return "only itself";
  return `${modules.length === 1 ? "module" : "modules"} ${enumerate(modules)}`;
}

function enumerate(numbers: number[]): string {
  const last = numbers.at(-1) ?? "";
  return numbers.length < 2 ? `${last}` : `${numbers.slice(0, -1).join(", ")} and ${last}`;
}
