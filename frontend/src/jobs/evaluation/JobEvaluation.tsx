import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ApiError } from "../../api/errors";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { count, percent } from "../../components/format";
import { Skeleton } from "../../components/Skeleton";
import type { Job } from "../jobs";
import { ClassTable } from "./ClassTable";
import { cellsOf, isPair, type Cell, type Pair } from "./confusion";
import { ConfusedPairs } from "./ConfusedPairs";
import { ConfusionMap } from "./ConfusionMap";
import { ConfusionMatrix } from "./ConfusionMatrix";
import { evaluationQuery, type Evaluation, type Head } from "./evaluation";
import { Mistakes } from "./Mistakes";

const mostInTable = 25;

/** What the network answered for the test pictures: which classes it confuses, and its worst mistakes. */
export function JobEvaluation({ job }: { job: Job }) {
  const evaluation = useQuery(evaluationQuery(job.id));
  if (evaluation.isPending) return <Skeleton lines={8} height={28} />;
  if (evaluation.data === undefined) {
    const { error } = evaluation;
    if (error instanceof ApiError && [404, 409].includes(error.status)) return <EmptyState title="No evaluation"><p>{error.message}</p></EmptyState>;
    return <ErrorMessage error={error} retry={() => void evaluation.refetch()} />;
  }
  return <EvaluationOf dataset={job.spec.dataset} evaluation={evaluation.data} />;
}

function EvaluationOf({ dataset, evaluation }: { dataset: string; evaluation: Evaluation }) {
  const { classes, classifier, modules } = evaluation;
  const [shown, setShown] = useState("classifier");
  const head = modules.find(({ module }) => `${module}` === shown) ?? classifier;
  return (
    <div className="stack">
      {modules.length > 1 && (
        <div className="field head-choice">
          <label htmlFor="evaluated-head">Answers of</label>
          <select id="evaluated-head" value={shown} onChange={(event) => { setShown(event.target.value); }}>
            <option value="classifier">the classifier, {percent(classifier.accuracy)} right</option>
            {modules.map(({ module, accuracy }) => <option key={module} value={module}>the head of module {module}, {percent(accuracy)} right</option>)}
          </select>
        </div>
      )}
      <HeadEvaluation key={shown} dataset={dataset} classes={classes} head={head} />
    </div>
  );
}

function HeadEvaluation({ dataset, classes, head }: { dataset: string; classes: string[]; head: Head }) {
  const [pair, setPair] = useState<Pair>();
  const cells = useMemo(() => cellsOf(head.confusion), [head]);
  const choice = { classes, cells, chosen: pair, onChoose: setPair };
  return (
    <>
      <section className="panel" aria-labelledby="confusion-heading">
        <h3 id="confusion-heading">Confusion matrix</h3>
        <div className="confusion">
          {classes.length <= mostInTable ? <ConfusionMatrix {...choice} /> : <ConfusionMap {...choice} />}
          <ConfusedPairs {...choice} />
        </div>
        {pair && <PairDetail dataset={dataset} classes={classes} head={head} cells={cells} pair={pair} />}
      </section>
      <section className="panel" aria-labelledby="worst-heading">
        <h3 id="worst-heading">Worst mistakes</h3>
        <p className="muted">The wrong answers of which the network was most certain.</p>
        {head.mistakes.length === 0 ? <p>There are none.</p> : <Mistakes dataset={dataset} classes={classes} mistakes={head.mistakes} label="Worst mistakes" />}
      </section>
      <section className="stack" aria-labelledby="by-class-heading">
        <h3 id="by-class-heading">By class</h3>
        <p className="muted">Precision: the part of the predictions of a class that is right. Recall: the part of the class&rsquo;s pictures that is found.</p>
        <ClassTable classes={classes} head={head} cells={cells} />
      </section>
    </>
  );
}

/** The mistakes of a cell, as far as they are kept. */
function PairDetail({ dataset, classes, head, cells, pair }: { dataset: string; classes: string[]; head: Head; cells: Cell[]; pair: Pair }) {
  const { label, predicted } = pair;
  const number = cells.find((cell) => isPair(cell, pair))?.count ?? 0;
  const kept = head.mistakes.filter((mistake) => isPair(mistake, pair));
  return (
    <div className="stack pair" role="status">
      <h4>
        {label === predicted
          ? <>{count(number)} of <bdi>{classes[label]}</bdi> recognized</>
          : <>{count(number)} of <bdi>{classes[label]}</bdi> taken for <bdi>{classes[predicted]}</bdi></>}
      </h4>
      {label !== predicted && number > 0 && kept.length === 0 && (
        <p className="muted">None of them is among the {head.mistakes.length} mistakes that are kept with pictures.</p>
      )}
      {kept.length > 0 && (
        <>
          {kept.length < number && <p className="muted">The {kept.length} with the highest probability:</p>}
          <Mistakes key={`${label} ${predicted}`} dataset={dataset} classes={classes} mistakes={kept} label="Mistakes of this pair" />
        </>
      )}
    </div>
  );
}
