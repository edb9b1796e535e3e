/** Says that a form holds what was entered on an earlier visit, and offers to start again. */
export function DraftNotice({ onDiscard }: { onDiscard: () => void }) {
  return (
    <div className="notice" role="status">
      <span className="notice-body">Draft restored: the form holds what you entered before.</span>
      <button type="button" className="button button-small" onClick={onDiscard}>Discard draft</button>
    </div>
  );
}
