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


def strides(x: Tensor, gradient: Tensor) -> List[int]:
    """Of a convolution that keeps the size but for its stride of 1 or 2; on a side of 1 both are the same."""
    return [
        (x.size(2) + gradient.size(2) - 1) // gradient.size(2),
        (x.size(3) + gradient.size(3) - 1) // gradient.size(3),
    ]


class ConvolutionByInput(torch.nn.Module):
    """From [gradient by the output, x, weight] the gradient by x; padded to keep the size but for the stride."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x, weight = inputs[0], inputs[1], inputs[2]
        padding = [weight.size(2) // 2, weight.size(3) // 2]
        by_input = torch.ops.aten.convolution_backward(
            gradient, x, weight, None, strides(x, gradient), padding, [1, 1], False, [0, 0], 1, [True, False, False]
        )[0]
        return [by_input]


class ConvolutionByWeight(torch.nn.Module):
    """The same by the weight."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x, weight = inputs[0], inputs[1], inputs[2]
        padding = [weight.size(2) // 2, weight.size(3) // 2]
        by_weight = torch.ops.aten.convolution_backward(
            gradient, x, weight, None, strides(x, gradient), padding, [1, 1], False, [0, 0], 1, [False, True, False]
        )[1]
        return [by_weight]


def single(value: float) -> float:
    return torch.tensor(value, dtype=torch.float32).item()


class BatchNormalization(torch.nn.Module):
    """From [x, scale, shift, running mean, running variance]: y, the batch's mean and 1 / deviation.

    Moves the running statistics if they are given; momentum and epsilon are those of BatchNormalization.java, where they
    are floats.
    """

    def __init__(self) -> None:
        super().__init__()
        self.momentum: float = 1 - single(0.9)
        self.epsilon: float = single(1e-5)

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        running_mean: Optional[Tensor] = None
        running_variance: Optional[Tensor] = None
        if len(inputs) > 3:
            running_mean = inputs[3]
            running_variance = inputs[4]
        y, mean, slope = torch.native_batch_norm(
            inputs[0], inputs[1], inputs[2], running_mean, running_variance, True, self.momentum, self.epsilon
        )
        return [y, mean, slope]


class BatchNormalizationByInput(torch.nn.Module):
    """From [w, x, mean, s]: s (w - mean of w - n * mean of n w), the sum of n w and the sum of w; n = (x - mean) s.

    Where a fifth array is given, the first result is that by channel as many times.
    """

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        scale: Optional[Tensor] = None
        if len(inputs) > 4:
            scale = inputs[4]
        by_input, by_scale, by_shift = torch.ops.aten.native_batch_norm_backward(
            inputs[0], inputs[1], scale, None, None, inputs[2], inputs[3], True, 0.0, [True, True, True]
        )
        return [by_input, by_scale, by_shift]


class SumOfProducts(torch.nn.Module):
    """From [a, b] the sum of a b over all axes but the second; makes no array of products."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        a, b = inputs[0], inputs[1]
        zeros = a.new_zeros(a.size(1))
        # The gradient by the scale of batch normalisation, (a - 0) * 1 being what is normalised.
        by_input, by_scale, by_shift = torch.ops.aten.native_batch_norm_backward(
            b, a, zeros, None, None, zeros, torch.ones_like(zeros), True, 0.0, [False, True, False]
        )
        return [by_scale]


class Rectify(torch.nn.Module):
    """Replaces all numbers of [x] below 0 by 0, in place."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        return [inputs[0].relu_()]


class KeepWherePositive(torch.nn.Module):
    """From [x, y]: x where y is above 0, else 0; in place, unless numbers of x share their memory."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        x, y = inputs[0], inputs[1]
        if x.is_contiguous():
            return [torch.ops.aten.threshold_backward(x, y, 0, grad_input=x)]
        return [torch.ops.aten.threshold_backward(x, y, 0)]


class ChannelSum(torch.nn.Module):
    """From [constant, x1, factor1, x2, factor2, ...]: constant + x1 factor1 + ..., constant and factors by channel.

    In place of x1.
    """

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        total = inputs[1]
        shape = [1, -1] + [1] * (total.dim() - 2)
        torch.addcmul(inputs[0].reshape(shape), total, inputs[2].reshape(shape), out=total)
        for i in range(3, len(inputs), 2):
            total.addcmul_(inputs[i], inputs[i + 1].reshape(shape))
        return [total]


class Spread(torch.nn.Module):
    """From [y, x]: an array like x of zeros but for each other position of the sides halved in y, which has y's numbers."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        y, x = inputs[0], inputs[1]
        step = strides(x, y)
        shortcut_backward = torch.zeros_like(x)
        shortcut_backward[:, :, :: step[0], :: step[1]] = y[:, : x.size(1)]
        return [shortcut_backward]


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
    save(Pullback(), "vjp.pt")
    save(KeptPullback(), "vjp_retaining_graph.pt")
    save(Norm(), "norm.pt")
    save(ConvolutionByInput(), "convolution_input_gradient.pt")
    save(ConvolutionByWeight(), "convolution_weight_gradient.pt")
    save(BatchNormalization(), "batch_normalization.pt")
    save(BatchNormalizationByInput(), "batch_normalization_input_gradient.pt")
    save(SumOfProducts(), "sum_of_products.pt")
    save(Rectify(), "relu.pt")
    save(KeepWherePositive(), "relu_backward.pt")
    save(ChannelSum(), "channel_sum.pt")
    save(Spread(), "shortcut_backward.pt")
    save(MaxPool(), "max_pool.pt")
    save(AveragePoolByInput(), "average_pool_input_gradient.pt")
