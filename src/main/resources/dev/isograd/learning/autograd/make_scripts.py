"""Makes the TorchScript modules that Gradients.java, Norm.java and Operators.java load: python3 make_scripts.py

DJL has no torch.autograd.grad and its own backward() adds into every leaf's .grad, which leaks when gradients of
gradients are taken. TorchScript has the function, so a few tiny modules bring it in. Others bring in single operators
that DJL does not reach; they take one list, as an array may still bear the name by which DJL makes lists. Any PyTorch
from 1.13 on makes files that libtorch 2.7 reads.
"""

import io
import pathlib
import zipfile
from typing import List, Optional

import torch
from torch import Tensor


class Gradients(torch.nn.Module):
    """d loss / d inputs as values; the loss's graph is freed on the way."""

    def forward(self, loss: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        gradients = torch.autograd.grad([loss], inputs, None, False, False, False)
        values: List[Tensor] = []
        for gradient in gradients:
            assert gradient is not None
            values.append(gradient)
        return values


class DifferentiableGradients(torch.nn.Module):
    """d loss / d inputs as functions of everything the loss depends on; the graph stays."""

    def forward(self, loss: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        gradients = torch.autograd.grad([loss], inputs, None, True, True, False)
        values: List[Tensor] = []
        for gradient in gradients:
            assert gradient is not None
            values.append(gradient)
        return values


class Pullback(torch.nn.Module):
    """d anything / d inputs from d anything / d output; the graph of output is freed on the way."""

    def forward(self, output: Tensor, gradient: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        by_output: List[Optional[Tensor]] = [gradient]
        gradients = torch.autograd.grad([output], inputs, by_output, False, False, False)
        values: List[Tensor] = []
        for each in gradients:
            assert each is not None
            values.append(each)
        return values


class KeptPullback(torch.nn.Module):
    """The same, but the graph stays for another call."""

    def forward(self, output: Tensor, gradient: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        by_output: List[Optional[Tensor]] = [gradient]
        gradients = torch.autograd.grad([output], inputs, by_output, True, False, False)
        values: List[Tensor] = []
        for each in gradients:
            assert each is not None
            values.append(each)
        return values


class Norm(torch.nn.Module):
    """The Euclidean length of all tensors together."""

    def forward(self, tensors: List[Tensor]) -> Tensor:
        squares: List[Tensor] = []
        for tensor in tensors:
            squares.append(tensor.detach().pow(2).sum())
        return torch.stack(squares).sum().sqrt()


class ConvolutionByInput(torch.nn.Module):
    """From [gradient by the output, x, weight] the gradient by x; stride 1, padded to keep the size."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x, weight = inputs[0], inputs[1], inputs[2]
        padding = [weight.size(2) // 2, weight.size(3) // 2]
        by_input = torch.ops.aten.convolution_backward(
            gradient, x, weight, None, [1, 1], padding, [1, 1], False, [0, 0], 1, [True, False, False]
        )[0]
        return [by_input]


class ConvolutionByWeight(torch.nn.Module):
    """The same by the weight."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x, weight = inputs[0], inputs[1], inputs[2]
        padding = [weight.size(2) // 2, weight.size(3) // 2]
        by_weight = torch.ops.aten.convolution_backward(
            gradient, x, weight, None, [1, 1], padding, [1, 1], False, [0, 0], 1, [False, True, False]
        )[1]
        return [by_weight]


def single(value: float) -> float:
    return torch.tensor(value, dtype=torch.float32).item()


class BatchNormalization(torch.nn.Module):
    """From [x, scale, shift, running mean, running variance]: y, the batch's mean and 1 / deviation.

    Moves the running statistics; momentum and epsilon are those of BatchNormalization.java, where they are floats.
    """

    def __init__(self) -> None:
        super().__init__()
        self.momentum: float = 1 - single(0.9)
        self.epsilon: float = single(1e-5)

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        y, mean, slope = torch.native_batch_norm(
            inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], True, self.momentum, self.epsilon
        )
        return [y, mean, slope]


class BatchNormalizationByInput(torch.nn.Module):
    """From [w, x, mean, s]: s (w - mean of w - n * mean of n w), the sum of n w and the sum of w; n = (x - mean) s."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        by_input, by_scale, by_shift = torch.ops.aten.native_batch_norm_backward(
            inputs[0], inputs[1], None, None, None, inputs[2], inputs[3], True, 0.0, [True, True, True]
        )
        return [by_input, by_scale, by_shift]


class MaxPool(torch.nn.Module):
    """From [x] the maxima of 2x2 windows, and where in x they are."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        maxima, indices = torch.ops.aten.max_pool2d_with_indices(inputs[0], [2, 2], [2, 2], [0, 0], [1, 1], False)
        return [maxima, indices]


class AveragePoolByInput(torch.nn.Module):
    """From [gradient by the averages, x] the gradient by x; windows of equal size, the last ones smaller."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x = inputs[0], inputs[1]
        high = (x.size(2) + gradient.size(2) - 1) // gradient.size(2)
        wide = (x.size(3) + gradient.size(3) - 1) // gradient.size(3)
        by_input = torch.ops.aten.avg_pool2d_backward(
            gradient, x, [high, wide], [high, wide], [0, 0], True, False, None
        )
        return [by_input]


def save(module: torch.nn.Module, name: str) -> None:
    """Without the notes on source lines, which would hold the path of this file on whatever machine made them."""
    made = io.BytesIO()
    torch.jit.save(torch.jit.script(module), made)
    with zipfile.ZipFile(made) as full, zipfile.ZipFile(pathlib.Path(__file__).parent / name, "w") as slim:
        for entry in full.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                slim.writestr(entry, full.read(entry))


if __name__ == "__main__":
    save(Gradients(), "gradients.pt")
    save(DifferentiableGradients(), "differentiable_gradients.pt")
    save(Pullback(), "pullback.pt")
    save(KeptPullback(), "kept_pullback.pt")
    save(Norm(), "norm.pt")
    save(ConvolutionByInput(), "convolution_by_input.pt")
    save(ConvolutionByWeight(), "convolution_by_weight.pt")
    save(BatchNormalization(), "batch_normalization.pt")
    save(BatchNormalizationByInput(), "batch_normalization_by_input.pt")
    save(MaxPool(), "max_pool.pt")
    save(AveragePoolByInput(), "average_pool_by_input.pt")
