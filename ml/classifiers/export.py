"""A tuned encoder as the files that read with it: an int8 ONNX graph (ids of one text in, its vector out) and the tokenizer."""

from __future__ import annotations

import contextlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ml.classifiers.tuning import Tuned

BODY_FILE, TOKENIZER_FILE = "body.onnx", "tokenizer.json"


def export_body(tuned: Tuned, folder: Path) -> None:
    """Write BODY_FILE and TOKENIZER_FILE; the vector is the mean of the last layer, at unit length."""
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class OneText(torch.nn.Module):
        def __init__(self, encoder):
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids):
            hidden = self.encoder(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
            return torch.nn.functional.normalize(hidden.mean(dim=1), dim=1)

    length = torch.export.Dim("length", min=2, max=tuned.token_limit)
    with contextlib.redirect_stdout(None), TemporaryDirectory() as scratch:
        program = torch.onnx.export(
            OneText(tuned.encoder).eval(),
            (torch.randint(5, 1000, (1, 17)),),
            dynamo=True,
            input_names=["input_ids"],
            output_names=["sentence_vector"],
            dynamic_shapes={"input_ids": {1: length}},
            verbose=False,
        )
        exact = Path(scratch) / "exact.onnx"
        program.save(exact)
        graph = onnx.load(exact)
        del graph.graph.value_info[:]
        quantize_dynamic(graph, folder / BODY_FILE, per_channel=True, weight_type=QuantType.QInt8)
    tokenizer = tuned.tokenizer.backend_tokenizer
    tokenizer.enable_truncation(tuned.token_limit)
    tokenizer.no_padding()
    tokenizer.save(str(folder / TOKENIZER_FILE))
