import { bytes, percent } from "../components/format";
import { ProgressBar } from "../components/ProgressBar";
import { isOutOfService, type Device } from "./workers";

const states: Record<string, [tone: string, label: string]> = {
  free: ["success", "Free"],
  busy: ["active", "Busy"],
  quarantined: ["warning", "Quarantined"],
  unusable: ["danger", "Unusable"],
};

/** Devices as the worker last reported them; one that is out of service says why. */
export function DeviceList({ worker, devices }: { worker: string; devices: Device[] }) {
  if (devices.length === 0) return null;
  return (
    <ul className="devices" aria-label={`Devices of ${worker}`}>
      {devices.map((device) => <DeviceItem key={device.id} device={device} />)}
    </ul>
  );
}

function DeviceItem({ device }: { device: Device }) {
  const [tone, label] = states[device.state] ?? ["neutral", device.state];
  const facts = [
    device.utilization === null ? undefined : `${percent(device.utilization, 0)} busy`,
    device.temperature === null ? undefined : `${device.temperature} °C`,
    device.kind === "gpu" ? undefined : `${device.slots} ${device.slots === 1 ? "slot" : "slots"}`,
  ].filter((fact) => fact !== undefined);
  return (
    <li className="device-item" aria-label={device.id}>
      <div className="row">
        <span className="device">{device.kind.toUpperCase()}</span>
        <span className="device-name">{device.name}</span>
        <span className="spacer" />
        <span className={`badge badge-${tone}`}>
          <span className="badge-dot" aria-hidden="true" />
          {label}
        </span>
      </div>
      <ProgressBar
        label={`Memory in use on ${device.name}, ${device.id}`}
        fraction={device.totalBytes === 0 ? 0 : device.usedBytes / device.totalBytes}
        tone={isOutOfService(device) ? "neutral" : "active"}
      />
      <p className="metadata">
        <span>{bytes(device.usedBytes)} of {bytes(device.totalBytes)}</span>
        {facts.map((fact) => <span key={fact}>{fact}</span>)}
      </p>
      {device.kind === "gpu" && <code className="muted">{device.id}</code>}
      {device.reason !== null && <p className="device-reason">{device.reason}</p>}
    </li>
  );
}
