"""Generates the TorchScript modules that Gradients.java, Norm.java, ParameterUpdates.java and Operators.java load: python3 make_scripts.py

DJL does not expose torch.autograd.grad. Its own backward() accumulates into the .grad of every leaf, which leaks memory if
gradients of gradients are computed. TorchScript provides the function, so a few small modules make it available. Others make
single operators available that DJL does not expose. These take one list, because an array may still carry the name by which
DJL builds lists. PyTorch 1.13 and later generate files that libtorch 2.7 can load.
"""

import io
import pathlib
import zipfile
from typing import List, Optional

import torch
from torch import Tensor


class Gradients(torch.nn.Module):
    """The gradients of the loss with respect to the inputs, as constants; frees the graph of the loss."""

    def forward(self, loss: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        gradients = torch.autograd.grad([loss], inputs, None, False, False, False)
        values: List[Tensor] = []
        for gradient in gradients:
            assert gradient is not None
            values.append(gradient)
        return values


class DifferentiableGradients(torch.nn.Module):
    """The gradients of the loss with respect to the inputs, differentiable themselves; retains the graph."""

    def forward(self, loss: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        gradients = torch.autograd.grad([loss], inputs, None, True, True, False)
        values: List[Tensor] = []
        for gradient in gradients:
            assert gradient is not None
            values.append(gradient)
        return values


class Vjp(torch.nn.Module):
    """The vector-Jacobian product of the gradient with respect to the output; frees the graph of the output."""

    def forward(self, output: Tensor, gradient: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        output_gradients: List[Optional[Tensor]] = [gradient]
        gradients = torch.autograd.grad([output], inputs, output_gradients, False, False, False)
        values: List[Tensor] = []
        for each in gradients:
            assert each is not None
            values.append(each)
        return values


class VjpRetainingGraph(torch.nn.Module):
    """The vector-Jacobian product of the gradient with respect to the output; retains the graph for another call."""

    def forward(self, output: Tensor, gradient: Tensor, inputs: List[Tensor]) -> List[Tensor]:
        output_gradients: List[Optional[Tensor]] = [gradient]
        gradients = torch.autograd.grad([output], inputs, output_gradients, True, False, False)
        values: List[Tensor] = []
        for each in gradients:
            assert each is not None
            values.append(each)
        return values


class Norm(torch.nn.Module):
    """The Euclidean norm of all tensors together, as one vector."""

    def forward(self, tensors: List[Tensor]) -> Tensor:
        squares: List[Tensor] = []
        for tensor in tensors:
            squares.append(tensor.detach().pow(2).sum())
        return torch.stack(squares).sum().sqrt()


class Sgd(torch.nn.Module):
    """Updates parameters by stochastic gradient descent with momentum and returns the norm of what it subtracted from them.

    Takes [momentum, weight decay, learning rate], then all parameters, all gradients and all velocities. The velocities and the
    parameters are changed in place.
    """

    def __init__(self, nesterov: bool) -> None:
        super().__init__()
        self.nesterov: bool = nesterov

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        momentum, decay, rate = inputs[0], inputs[1], inputs[2]
        count = (len(inputs) - 3) // 3
        squares: List[Tensor] = []
        for i in range(3, 3 + count):
            w, g, v = inputs[i], inputs[i + count], inputs[i + 2 * count]
            decayed = (w * decay).add_(g)
            v.mul_(momentum).add_(decayed)
            if self.nesterov:
                move = (v * momentum).add_(decayed)
            else:
                move = v.clone()
            move.mul_(rate)
            w.sub_(move)
            squares.append(move.square_().sum())
        return [torch.stack(squares).sum().sqrt()]


class AdamW(torch.nn.Module):
    """Updates parameters by Adam with decoupled weight decay and returns the norm of what it subtracted from them.

    Takes [beta1, 1 - beta1, beta2, 1 - beta2, 1 / sqrt(1 - beta2^t), learning rate / (1 - beta1^t), learning rate * weight decay,
    epsilon], then all parameters, gradients, first and second moments. The moments and the parameters are changed in place.
    """

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        keep1, take1, keep2, take2 = inputs[0], inputs[1], inputs[2], inputs[3]
        correction2, step, decay, epsilon = inputs[4], inputs[5], inputs[6], inputs[7]
        count = (len(inputs) - 8) // 4
        squares: List[Tensor] = []
        for i in range(8, 8 + count):
            w, g, m, s = inputs[i], inputs[i + count], inputs[i + 2 * count], inputs[i + 3 * count]
            m.mul_(keep1).add_(g * take1)
            s.mul_(keep2).add_((g * g).mul_(take2))
            move = (m / s.sqrt().mul_(correction2).add_(epsilon)).mul_(step).add_(w * decay)
            w.sub_(move)
            squares.append(move.square_().sum())
        return [torch.stack(squares).sum().sqrt()]


def strides(x: Tensor, gradient: Tensor) -> List[int]:
    """The strides, 1 or 2, of a convolution that is padded to keep the size; on a side of 1, both are equivalent."""
    return [
        (x.size(2) + gradient.size(2) - 1) // gradient.size(2),
        (x.size(3) + gradient.size(3) - 1) // gradient.size(3),
    ]


class ConvolutionInputGradient(torch.nn.Module):
    """From [output gradient, x, weight] the gradient with respect to x; the padding keeps the size apart from the stride."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x, weight = inputs[0], inputs[1], inputs[2]
        padding = [weight.size(2) // 2, weight.size(3) // 2]
        input_gradient = torch.ops.aten.convolution_backward(
            gradient, x, weight, None, strides(x, gradient), padding, [1, 1], False, [0, 0], 1, [True, False, False]
        )[0]
        return [input_gradient]


class ConvolutionWeightGradient(torch.nn.Module):
    """From [output gradient, x, weight] the gradient with respect to the weight; padded as in ConvolutionInputGradient."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x, weight = inputs[0], inputs[1], inputs[2]
        padding = [weight.size(2) // 2, weight.size(3) // 2]
        weight_gradient = torch.ops.aten.convolution_backward(
            gradient, x, weight, None, strides(x, gradient), padding, [1, 1], False, [0, 0], 1, [False, True, False]
        )[1]
        return [weight_gradient]


def to_float32(value: float) -> float:
    return torch.tensor(value, dtype=torch.float32).item()


class BatchNormalization(torch.nn.Module):
    """From [x, scale, shift, running mean, running variance]: y, the mean of the batch and 1 / its standard deviation.

    Updates the running statistics if they are given. Momentum and epsilon have the values of BatchNormalization.java, where
    they are floats.
    """

    def __init__(self) -> None:
        super().__init__()
        self.momentum: float = 1 - to_float32(0.9)
        self.epsilon: float = to_float32(1e-5)

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        running_mean: Optional[Tensor] = None
        running_variance: Optional[Tensor] = None
        if len(inputs) > 3:
            running_mean = inputs[3]
            running_variance = inputs[4]
        y, mean, inverse_deviation = torch.native_batch_norm(
            inputs[0], inputs[1], inputs[2], running_mean, running_variance, True, self.momentum, self.epsilon
        )
        return [y, mean, inverse_deviation]


class BatchNormalizationInputGradient(torch.nn.Module):
    """From [w, x, mean, s]: s (w - mean of w - n * mean of n w), the sum of n w and the sum of w; n = (x - mean) s.

    If a fifth array is given, the first result is multiplied by it, channel by channel.
    """

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        scale: Optional[Tensor] = None
        if len(inputs) > 4:
            scale = inputs[4]
        input_gradient, scale_gradient, shift_gradient = torch.ops.aten.native_batch_norm_backward(
            inputs[0], inputs[1], scale, None, None, inputs[2], inputs[3], True, 0.0, [True, True, True]
        )
        return [input_gradient, scale_gradient, shift_gradient]


class SumOfProducts(torch.nn.Module):
    """From [a, b] the sum of a b over all axes except the second, without an array of products."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        a, b = inputs[0], inputs[1]
        zeros = a.new_zeros(a.size(1))
        # This sum is the gradient of batch normalization with respect to its scale if a is the normalized input: (a - 0) * 1.
        _, scale_gradient, _ = torch.ops.aten.native_batch_norm_backward(
            b, a, zeros, None, None, zeros, torch.ones_like(zeros), True, 0.0, [False, True, False]
        )
        return [scale_gradient]


class Relu(torch.nn.Module):
    """Replaces the negative elements of [x] by 0, in place."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        return [inputs[0].relu_()]


class ReluBackward(torch.nn.Module):
    """From [x, y]: x where y is positive, otherwise 0; in place if x is contiguous, so that no elements share memory."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        x, y = inputs[0], inputs[1]
        if x.is_contiguous():
            return [torch.ops.aten.threshold_backward(x, y, 0, grad_input=x)]
        return [torch.ops.aten.threshold_backward(x, y, 0)]


class ChannelSum(torch.nn.Module):
    """From [constant, x1, factor1, x2, factor2, ...]: constant + x1 factor1 + ..., with constant and factors per channel.

    The result replaces x1 in place.
    """

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        total = inputs[1]
        shape = [1, -1] + [1] * (total.dim() - 2)
        torch.addcmul(inputs[0].reshape(shape), total, inputs[2].reshape(shape), out=total)
        for i in range(3, len(inputs), 2):
            total.addcmul_(inputs[i], inputs[i + 1].reshape(shape))
        return [total]


class ShortcutBackward(torch.nn.Module):
    """From [y, x]: an array of zeros with the shape of x and the elements of y at every stride-th position of its sides."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        y, x = inputs[0], inputs[1]
        stride = strides(x, y)
        gradient = torch.zeros_like(x)
        gradient[:, :, :: stride[0], :: stride[1]] = y[:, : x.size(1)]
        return [gradient]


class MaxPool(torch.nn.Module):
    """From [x] the maxima of 2x2 windows and their indices in x."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        maxima, indices = torch.ops.aten.max_pool2d_with_indices(inputs[0], [2, 2], [2, 2], [0, 0], [1, 1], False)
        return [maxima, indices]


class AveragePoolInputGradient(torch.nn.Module):
    """From [output gradient, x] the gradient with respect to x; windows have equal sizes, except smaller ones at the end."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        gradient, x = inputs[0], inputs[1]
        height = (x.size(2) + gradient.size(2) - 1) // gradient.size(2)
        width = (x.size(3) + gradient.size(3) - 1) // gradient.size(3)
        input_gradient = torch.ops.aten.avg_pool2d_backward(
            gradient, x, [height, width], [height, width], [0, 0], True, False, None
        )
        return [input_gradient]


def bfloat16(x: Tensor) -> Tensor:
    """The numbers of x in bfloat16; on a CPU as float32.

    Convolutions in bfloat16 by oneDNN 3.7 are wrong on CPUs with AVX-512 if the channels are no multiple of 16. Rounded factors
    in float32 give the products that bfloat16 would.
    """
    rounded = x.to(torch.bfloat16)
    if x.is_cuda:
        return rounded
    return rounded.to(torch.float32)


def float32(y: Tensor) -> Tensor:
    """The numbers of y as bfloat16 has them, in float32."""
    return y.to(torch.bfloat16).to(torch.float32)


class Bfloat16Convolution(torch.nn.Module):
    """From [x, weight] a convolution in bfloat16, as float32; the padding keeps the size apart from the stride."""

    def __init__(self, stride: int) -> None:
        super().__init__()
        self.stride: int = stride

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        x, weight = bfloat16(inputs[0]), bfloat16(inputs[1])
        padding = [weight.size(2) // 2, weight.size(3) // 2]
        return [float32(torch.conv2d(x, weight, None, [self.stride, self.stride], padding))]


class Bfloat16Patches(torch.nn.Module):
    """From [x, weight, bias] a convolution of patches side by side in bfloat16, as float32; the bias is added in float32."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        x, weight = bfloat16(inputs[0]), bfloat16(inputs[1])
        y = float32(torch.conv2d(x, weight, None, [weight.size(2), weight.size(3)], [0, 0]))
        return [y + inputs[2].reshape([1, -1, 1, 1])]


class Bfloat16Linear(torch.nn.Module):
    """From [x, weight] or [x, weight, bias] a fully connected layer in bfloat16, as float32; the bias is added in float32."""

    def forward(self, inputs: List[Tensor]) -> List[Tensor]:
        x, weight = bfloat16(inputs[0]), bfloat16(inputs[1])
        y = float32(torch.matmul(x, weight.t()))
        if len(inputs) > 2:
            y = y + inputs[2]
        return [y]


def save(module: torch.nn.Module, name: str) -> None:
    """Saves a module without its debug entries, which would contain the path of this file on the machine."""
    saved = io.BytesIO()
    torch.jit.save(torch.jit.script(module), saved)
    with zipfile.ZipFile(saved) as full, zipfile.ZipFile(pathlib.Path(__file__).parent / name, "w") as stripped:
        for entry in full.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                stripped.writestr(entry, full.read(entry))


if __name__ == "__main__":
    save(Gradients(), "gradients.pt")
    save(DifferentiableGradients(), "differentiable_gradients.pt")
    save(Vjp(), "vjp.pt")
    save(VjpRetainingGraph(), "vjp_retaining_graph.pt")
    save(Norm(), "norm.pt")
    save(Sgd(False), "sgd.pt")
    save(Sgd(True), "nesterov_sgd.pt")
    save(AdamW(), "adamw.pt")
    save(ConvolutionInputGradient(), "convolution_input_gradient.pt")
    save(ConvolutionWeightGradient(), "convolution_weight_gradient.pt")
    save(BatchNormalization(), "batch_normalization.pt")
    save(BatchNormalizationInputGradient(), "batch_normalization_input_gradient.pt")
    save(SumOfProducts(), "sum_of_products.pt")
    save(Relu(), "relu.pt")
    save(ReluBackward(), "relu_backward.pt")
    save(ChannelSum(), "channel_sum.pt")
    save(ShortcutBackward(), "shortcut_backward.pt")
    save(MaxPool(), "max_pool.pt")
    save(AveragePoolInputGradient(), "average_pool_input_gradient.pt")
    save(Bfloat16Convolution(1), "bfloat16_convolution_1.pt")
    save(Bfloat16Convolution(2), "bfloat16_convolution_2.pt")
    save(Bfloat16Patches(), "bfloat16_patches.pt")
    save(Bfloat16Linear(), "bfloat16_linear.pt")
