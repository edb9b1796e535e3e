import { crc32, deflateSync } from "node:zlib";

/** A gray or color picture with a shape and a color that depend on its class. */
export function png(width, height, channels, kind, index) {
  const rows = Buffer.alloc(height * (1 + width * channels));
  const phase = index * 0.7;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width - 0.5, y / height - 0.5];
      const shape = Math.cos(6 * Math.hypot(u, v) * (1 + (kind % 4)) + phase) * Math.cos((kind % 3) * 4 * u + (kind % 5) * 3 * v);
      for (let c = 0; c < channels; c++) {
        const tone = channels === 1 ? 1 : 0.4 + 0.6 * Math.abs(Math.sin(kind * 1.3 + c * 2));
        rows[y * (1 + width * channels) + 1 + x * channels + c] = Math.round(255 * tone * (0.5 + 0.45 * shape));
      }
    }
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, channels === 3 ? 2 : 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  const sum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
