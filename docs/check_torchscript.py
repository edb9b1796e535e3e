"""Prints the metadata of an exported TorchScript file, and its answer to a gray picture.

Usage: python3 check_torchscript.py network.pt CHANNELS HEIGHT WIDTH
"""
import json
import sys

import torch

file = sys.argv[1]
channels, height, width = (int(value) for value in sys.argv[2:5])
metadata = {"classes": "", "spec": "", "weightsSha256": ""}
network = torch.jit.load(file, _extra_files=metadata)
pictures = torch.full((2, channels, height, width), 128, dtype=torch.uint8)
probabilities = torch.softmax(network(pictures), 1)[0]
best = int(probabilities.argmax())
print(json.loads(metadata["classes"])[best], round(float(probabilities[best]), 4))
weights = metadata["weightsSha256"]
# Older versions of torch give bytes.
print("weights", weights.decode() if isinstance(weights, bytes) else weights)
