"""Make onnx_convolution.json: ONNX's tests of Conv and ConvTranspose, of one and two dimensions.

    python -m tests.reference.make_onnx_convolution

Run it in an environment with onnx. Tests read the file only. A case has ONNX's name, the operator,
its attributes, and input, weight, bias (or null) and output in ONNX's layout.
"""

from __future__ import annotations

import json
from pathlib import Path

import onnx
from onnx.backend.test.case.node import conv, convtranspose

PATH = Path(__file__).with_name("onnx_convolution.json")


def attribute(each):
    """The value of an attribute of a node."""
    value = onnx.helper.get_attribute_value(each)
    return value.decode() if isinstance(value, bytes) else value


def cases():
    """ONNX's tests of both operators."""
    found = []

    def expect(node, inputs, outputs, name):
        x, weight, *bias = inputs
        if x.ndim > 4:
            return
        arrays = zip(
            ("input", "weight", "bias", "output"),
            (x, weight, *(bias or [None]), outputs[0]),
            strict=True,
        )
        attributes = {each.name: attribute(each) for each in node.attribute}
        numbers = {key: None if array is None else array.tolist() for key, array in arrays}
        found.append({"name": name, "operator": node.op_type, "attributes": attributes, **numbers})

    for module in (conv, convtranspose):
        module.expect = expect
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, module.Base) and each is not module.Base:
                for name in vars(each):
                    if name.startswith("export"):
                        getattr(each, name)()
    return found


def main() -> None:
    """Write the cases."""
    made = cases()
    lines = ",\n".join(map(json.dumps, made))
    PATH.write_text(f'{{"onnx": "{onnx.__version__}", "cases": [\n{lines}\n]}}\n', "utf-8")
    print(f"{len(made)} cases in {PATH}")


if __name__ == "__main__":
    main()
