"""Makes the TorchScript modules that Gradients.java and Norms.java load: python3 make_scripts.py

DJL has no torch.autograd.grad and its own backward() adds into every leaf's .grad, which leaks when gradients of
gradients are taken. TorchScript has the function, so a few tiny modules bring it in. Any PyTorch from 1.13 on makes
files that libtorch 2.7 reads.
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
