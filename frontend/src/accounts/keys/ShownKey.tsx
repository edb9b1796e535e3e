import { CopyButton } from "../../components/CopyButton";
import { Dialog } from "../../components/Dialog";

interface Props {
  title: string;
  secret: string;
  onClose: () => void;
}

/** Shows the secret of a new key, which no later answer has. */
export function ShownKey({ title, secret, onClose }: Props) {
  const command = `export ISOGRAD_URL=${window.location.origin} ISOGRAD_KEY=${secret}`;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>Copy the key now. Isograd does not store it and cannot show it again.</p>
      <div className="secret">
        <code className="user-text" data-testid="secret">{secret}</code>
        <CopyButton text={secret} label="Copy key" />
      </div>
      <p className="help">For a shell: the address of the server and the key.</p>
      <div className="secret">
        <code className="user-text">{command}</code>
        <CopyButton text={command} label="Copy" subject="the command" />
      </div>
      <div className="row row-end">
        <button type="button" className="button button-primary" onClick={onClose}>I have copied it</button>
      </div>
    </Dialog>
  );
}
