import { percent } from "../../components/format";
import { decidedAt, type ClassProbability, type Prediction } from "./predictions";

const shown = 5;

/** The most probable classes, and at which module the network arrived at its answer. */
export function PredictionResult({ prediction }: { prediction: Prediction }) {
  const { classes, modules = [] } = prediction;
  const answer = classes[0];
  if (!answer) return <p>The network gave no answer.</p>;
  return (
    <>
      <h3><bdi className="user-text">{answer.class}</bdi></h3>
      <ul className="probabilities" aria-label="Classes of the classifier">
        {classes.slice(0, shown).map((each) => <Probability key={each.class} {...each} isAnswer={each === answer} />)}
      </ul>
      {modules.length > 1 && <Modules prediction={prediction} answer={answer.class} />}
    </>
  );
}

function Probability({ class: name, probability, isAnswer }: ClassProbability & { isAnswer: boolean }) {
  return (
    <li>
      <span className="probability-name"><bdi>{name}</bdi></span>
      <span className={`probability-bar ${isAnswer ? "probability-answer" : ""}`} aria-hidden="true">
        <span style={{ inlineSize: `${100 * probability}%` }} />
      </span>
      <span className="probability-value">{percent(probability)}</span>
    </li>
  );
}

function Modules({ prediction, answer }: { prediction: Prediction; answer: string }) {
  const { modules = [] } = prediction;
  return (
    <div className="stack">
      <h4>Where is the decision made?</h4>
      <p>{decisionText(prediction, answer)}</p>
      <div className="table-frame">
        <table className="table table-plain module-answers" aria-label="Answers of the modules">
          <thead>
            <tr>
              <th scope="col">Module</th>
              <th scope="col">Answer</th>
              <th scope="col">Probability of <bdi className="user-text">{answer}</bdi></th>
            </tr>
          </thead>
          <tbody>
            {modules.map(({ module, classes }) => {
              const best = classes[0];
              const probability = classes.find((each) => each.class === answer)?.probability ?? 0;
              return (
                <tr key={module}>
                  <td>{module}</td>
                  <td>
                    <bdi className={`user-text ${best?.class === answer ? "answer-same" : "answer-other"}`}>{best?.class}</bdi>{" "}
                    <span className="muted">{percent(best?.probability ?? 0, 0)}</span>
                  </td>
                  <td>
                    <span className="module-probability">
                      <span className="probability-bar probability-answer" aria-hidden="true"><span style={{ inlineSize: `${100 * probability}%` }} /></span>
                      {percent(probability, 0)}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function decisionText(prediction: Prediction, answer: string): string {
  const { modules = [] } = prediction;
  const decided = decidedAt(prediction);
  if (decided === undefined) return `The head of the last module does not say ${answer}; only the classifier does.`;
  if (decided === modules[0]?.module) return `The first module already says ${answer}, and all later ones agree.`;
  if (decided === modules.at(-1)?.module) {
    const last = modules.findLast(({ classes }) => classes[0]?.class !== answer);
    return `Only the last module says ${answer}; module ${last?.module ?? ""} says ${last?.classes[0]?.class ?? "something else"}.`;
  }
  return `From module ${decided} on, all modules say ${answer}.`;
}
