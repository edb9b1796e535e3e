"""Makes the TorchScript modules that Gradients.java and Norms.java load: python3 make_scripts.py

DJL has no torch.autograd.grad and its own backward() adds into every leaf's .grad, which leaks when gradients of
gradients are taken. TorchScript has the function, so three tiny modules bring it in. Any PyTorch from 1.13 on makes
files that libtorch 2.7 reads.
"""

import pathlib
from typing import List

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


class Norm(torch.nn.Module):
    """The Euclidean length of all tensors together."""

    def forward(self, tensors: List[Tensor]) -> Tensor:
        squares: List[Tensor] = []
        for tensor in tensors:
            squares.append(tensor.detach().pow(2).sum())
        return torch.stack(squares).sum().sqrt()


if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    torch.jit.script(Gradients()).save(str(folder / "gradients.pt"))
    torch.jit.script(DifferentiableGradients()).save(str(folder / "differentiable_gradients.pt"))
    torch.jit.script(Norm()).save(str(folder / "norm.pt"))
