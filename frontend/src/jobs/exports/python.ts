import type { Export } from "./exports";

/** Three lines of Python that load an export. Pictures are uint8 of the shape N, C, H, W; the answers are scores, one for each class. */
export function pythonFor({ format, name }: Pick<Export, "format" | "name">): string {
  const file = JSON.stringify(name);
  switch (format) {
    case "onnx":
      return `import onnxruntime\nnetwork = onnxruntime.InferenceSession(${file})\nscores = network.run(None, {network.get_inputs()[0].name: pictures})[0]\n`;
    case "torchscript":
      return `import torch\nnetwork = torch.jit.load(${file}).eval()\nscores = network(torch.from_numpy(pictures))\n`;
    default:
      return `from safetensors.numpy import load_file\ntensors = load_file(${file})\nprint({name: tensor.shape for name, tensor in tensors.items()})\n`;
  }
}
