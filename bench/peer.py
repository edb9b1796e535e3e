"""The network and training step of our back-propagation in plain PyTorch, which StepBench runs for comparison.

It reads one command per line. The response to "step n" is the time of n steps in nanoseconds. The response to "peak" is the peak memory in
bytes, minus the memory that the process held before its training, or -1 if it is unknown.
"""

import gc
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Two 3x3 convolutions and a parameter-free shortcut (option A)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.stride = stride
        self.added = outputs - inputs

    def forward(self, x):
        y = functional.relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        if self.added:
            x = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.added))
        return functional.relu(y + x)


def resnet(channels, depth, width, classes):
    layers = [nn.Conv2d(channels, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    inputs = width
    for stage in range(3):
        for i in range((depth - 2) // 6):
            outputs = width << stage
            layers.append(Block(inputs, outputs, 2 if stage and not i else 1))
            inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, classes))


class Training:
    def __init__(self, task, device):
        self.task = task
        self.device = device
        shape = (task["batch"], task["channels"], task["side"], task["side"])
        self.images = torch.randint(0, 256, shape, dtype=torch.uint8)
        self.labels = torch.randint(0, task["classes"], shape[:1])
        self.network = resnet(task["channels"], task["depth"], task["width"], task["classes"]).to(device)
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4
        )

    def step(self):
        chosen = torch.randperm(len(self.images))
        images = self.images[chosen].to(self.device).float().mul_(1 / 73.9).sub_(1.725)
        labels = self.labels[chosen].to(self.device)
        scores = self.network(images)
        loss = functional.cross_entropy(scores, labels)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss.item(), (scores.argmax(1) == labels).sum().item()


def memory(field):
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith(field))


def reset_peak():
    """Resets the kernel's peak counter and returns the resident bytes; None on systems other than Linux."""
    gc.collect()
    try:
        with open("/proc/self/clear_refs", "w") as refs:
            refs.write("5")
        return memory("VmRSS:")
    except OSError:
        return None


def main():
    task = json.loads(sys.argv[1])
    torch.set_num_threads(task["threads"])
    device = "cuda" if task["device"] != "cpu" and torch.cuda.is_available() else "cpu"
    # A step with the smallest batch loads the libraries, whose memory must not count as memory of the training.
    Training({**task, "batch": 2}, device).step()
    before = reset_peak()
    training = Training(task, device)
    print("ready torch", torch.__version__, flush=True)
    for command in sys.stdin:
        if command.strip() == "peak":
            print(-1 if before is None else memory("VmHWM:") - before, flush=True)
            continue
        start = time.perf_counter_ns()
        for _ in range(int(command.split()[1])):
            training.step()
        print(time.perf_counter_ns() - start, flush=True)


if __name__ == "__main__":
    main()
