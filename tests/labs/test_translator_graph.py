"""Lab 5: our T5 with the package's weights against ONNX Runtime on the package's own graph."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import onnx
import pytest
import torch

Lab = Callable[..., dict[str, Any]]
Record = Callable[[str, object], None]
PROMPT = "translate English to German: "
TEXTS = (
    "My brother lives in Berlin.",
    "Is this review positive or negative? I loved every minute of it.",
    PROMPT + "Yesterday my mother drank a cup of tea, and then she went to see the old church on the hill.",
)
ANSWERS = ("Mein Bruder wohnt in Berlin.", "positive", "Gestern trank meine Mutter eine Tasse Tee.")


def floats(path: str) -> bytes:
    """The package's graph with each product of whole numbers made one of floats, weights by ONNX's own operator."""
    model = onnx.load(path)
    graph = model.graph
    made = {out: node for node in graph.node for out in node.output}
    use = {name: node for node in graph.node for name in node.input}
    before, instead = [], {}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            stem = node.input[1].removesuffix("_quantized")
            parts = [node.input[1], stem + "_scale", stem + "_zero_point"]
            before.append(onnx.helper.make_node("DequantizeLinear", parts, [stem + "_float"]))
            scaled = use[use[node.output[0]].output[0]]  # the cast, then the product with both scales
            assert scaled.op_type == "Mul"
            x = made[node.input[0]].input[0]
            instead[scaled.output[0]] = onnx.helper.make_node("MatMul", [x, stem + "_float"], list(scaled.output))
    nodes = before + [instead.get(node.output[0], node) for node in graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return bytes(model.SerializeToString())


def session(graph: str | bytes, whole: bool) -> Any:
    """A graph in ONNX Runtime, on one thread; `whole`: its products of 8-bit numbers exact on every processor.

    On x86 processors without VNNI, ONNX Runtime adds products of 8-bit numbers in pairs, in 16 bits, and a pair over
    32767 is cut off there: the result is wrong by whole units, and only there. The option makes it widen the numbers
    first (onnxruntime_session_options_config_keys.h).
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    if whole:  # the graph of floats has no such products, and cannot be loaded with the option
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def test_products_of_8_bit_numbers_are_exact() -> None:
    """The reference's own arithmetic: whole numbers have no rounding, so NumPy's 64-bit integers must come out."""
    generator = np.random.default_rng(0)
    x = generator.integers(0, 256, (1, 7, 512)).astype(np.uint8)
    weights = generator.integers(-127, 128, (512, 64)).astype(np.int8)
    constants = {"w": weights, "x_zero": np.array(128, np.uint8), "w_zero": np.array(0, np.int8)}
    kinds = onnx.TensorProto
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["x", "w", "x_zero", "w_zero"], ["y"])],
        "product",
        [onnx.helper.make_tensor_value_info("x", kinds.UINT8, x.shape)],
        [onnx.helper.make_tensor_value_info("y", kinds.INT32, (1, 7, 64))],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    (y,) = session(model.SerializeToString(), whole=True).run(None, {"x": x})
    assert np.array_equal(y, (x.astype(np.int64) - 128) @ weights.astype(np.int64))


class Runtime:
    """Encoder and decoder in ONNX Runtime; `whole`: with products of 8-bit numbers."""

    def __init__(self, encoder: str | bytes, decoder: str | bytes, whole: bool = False) -> None:
        self.parts = [session(part, whole) for part in (encoder, decoder)]

    def read(self, ids: list[int]) -> np.ndarray:
        """The encoder's last vectors, (1, T, C)."""
        (states,) = self.parts[0].run(
            None, {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), int)}
        )
        return np.asarray(states)

    def scores(self, ids: list[int], inputs: list[int]) -> np.ndarray:
        """Scores of what follows each of the inputs, (U, V)."""
        feed = {
            "input_ids": np.array([inputs]),
            "encoder_hidden_states": self.read(ids),
            "encoder_attention_mask": np.ones((1, len(ids)), int),
        }
        return np.asarray(self.parts[1].run(None, feed)[0][0])

    def write(self, ids: list[int], most: int = 16) -> tuple[list[int], float]:
        """Greedy ids, and the smallest distance between the best score and the second."""
        out, margin = [0], np.inf
        while len(out) <= most and (len(out) == 1 or out[-1] != 1):
            scores = self.scores(ids, out)[-1]
            second, first = np.sort(scores)[-2:]
            margin = min(margin, first - second)
            out.append(int(scores.argmax()))
        return out[1:], float(margin)


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    """The graph of the package, weights as numbers again, nothing else rounded."""
    from tools.labs.source import scope

    names = scope("translator", until="SENTENCES =")
    return Runtime(floats(names["encoder_file"]), floats(names["decoder_file"]))


def test_scores_equal_those_of_the_packages_graph(lab: Lab, runtime: Runtime, record_property: Record) -> None:
    """The wiring is the exporter's and the numbers are made floats by ONNX Runtime, so nothing of ours is in it."""
    names = lab("translator", until="SENTENCES =")
    worst = 0.0
    for text, answer in zip(TEXTS, ANSWERS, strict=True):
        ids, out = (names["tokenizer"].encode(t).ids for t in (text, answer))
        inputs = [0, *out[:-1]]
        mine = names["t5"](torch.tensor([ids]), torch.tensor([inputs]))[0].numpy()
        worst = max(worst, float(np.abs(mine - runtime.scores(ids, inputs)).max()))
    assert worst < 2e-3
    record_property(
        "lab_parity",
        json.dumps({"lab": "translator", "with": "ONNX Runtime in 32 bits on the package's graph", "largest": worst}),
    )


def prompts(names: dict[str, Any]) -> Iterator[str]:
    """Every text that the lab lets the model answer."""
    yield from (PROMPT + s for s in names["SENTENCES"])
    yield "Is this review positive or negative? I expected to hate it. I did not."
    yield "What is the capital of France?"
    yield "The train leaves at nine from platform four. When does the train leave?"
    yield "I drink a cup of <extra_id_0> every morning."


def test_answers_are_those_of_the_packages_graph(lab: Lab, runtime: Runtime) -> None:
    """Token by token; and no choice is so near that another machine could make the other."""
    names = lab("translator", until="for english, words in german")
    for text in prompts(names):
        ids, margin = runtime.write(names["tokenizer"].encode(text).ids)
        assert names["write"](text) == ids, text
        assert margin > 2e-3, text


def digest(weights: np.ndarray) -> bytes:
    """A hash of a matrix, by which a product of the graph finds its Linear."""
    return hashlib.sha256(np.ascontiguousarray(weights, dtype=np.float32)).digest()


def with_inputs(path: str) -> tuple[Any, dict[bytes, str]]:
    """The package's graph, giving out what goes into each product of 8-bit numbers before it is rounded.

    Returns it ready to run, and for the weights of each product, in torch's layout, the name of that output.
    """
    model = onnx.load(path)
    stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    made = {out: node for node in model.graph.node for out in node.output}
    inputs = {}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            stem = node.input[1].removesuffix("_quantized")
            w = stored[node.input[1]].astype(np.float32) - int(stored[stem + "_zero_point"])
            inputs[digest((w * float(stored[stem + "_scale"])).T)] = made[node.input[0]].input[0]
    for name in dict.fromkeys(inputs.values()):
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(name))
    return session(model.SerializeToString(), whole=True), inputs


def test_rounded_activations_are_those_of_the_packages_graph(lab: Lab) -> None:
    """The graph as it is, product by product: ours in float64 against theirs, each product given their own input.

    Without that, a last bit that decides to which step a number is rounded would be carried on and grow to whole units:
    whether one does differs between processors. So what goes into each product is compared, and then theirs is used.
    Ours are exact but for the rounding to steps, which is the lab's own; the bound is that of their sums in 32 bits.
    """
    names = lab("translator", until="hook.remove()")
    (encoder, into), (decoder, into_decoder) = (with_inputs(names[part]) for part in ("encoder_file", "decoder_file"))
    into |= into_decoder
    t5 = names["t5"].float()
    outputs = {m: into[digest(m.weight.numpy())] for m in t5.modules() if isinstance(m, torch.nn.Linear)}
    t5.double()  # the lab's own, since a copy takes half a gigabyte; the way back loses nothing
    theirs: dict[str, np.ndarray] = {}
    apart: list[float] = []

    def compare(mine: torch.Tensor, other: torch.Tensor) -> None:
        apart.append(float((mine - other).abs().max() / other.abs().max()))

    def go_on_with_theirs(module: torch.nn.Linear, inputs: tuple[torch.Tensor]) -> torch.Tensor:
        x = torch.from_numpy(theirs[outputs[module]])
        compare(inputs[0], x)
        return names["rounded"](module, (x,)).double()

    def run(part: Any, **feed: np.ndarray) -> np.ndarray:
        theirs.update(zip([output.name for output in part.get_outputs()], part.run(None, feed), strict=True))
        return theirs[part.get_outputs()[0].name]

    hooks = [module.register_forward_pre_hook(go_on_with_theirs) for module in outputs]
    for sentence in names["SENTENCES"][:4]:
        ids = np.array([names["tokenizer"].encode(PROMPT + sentence).ids])
        inputs = np.array([[0, *names["tokenizer"].encode(names["german"][sentence]).ids][:5]])
        mask = np.ones(ids.shape, int)
        states = run(encoder, input_ids=ids, attention_mask=mask)
        scores = run(decoder, input_ids=inputs, encoder_hidden_states=states, encoder_attention_mask=mask)
        see = torch.from_numpy(mask == 1)[None, None]
        read = t5.stack(torch.from_numpy(ids), see)
        compare(t5.head(t5.stack(torch.from_numpy(inputs), see, read)), torch.from_numpy(scores))
    for hook in hooks:
        hook.remove()
    t5.float()
    assert len(apart) == 4 * (len(outputs) + 1)  # every product, and the scores
    assert max(apart) < 1e-5


def test_gap_is_forgotten(lab: Lab, runtime: Runtime) -> None:
    """The sentinel's chance and rank, and that every row of no token lies below it, in the package's graph."""
    names = lab("translator", until="sentinel =")
    ids = names["tokenizer"].encode(names["text"]).ids
    scores = runtime.scores(ids, [0])[-1].astype(np.float64)
    rank = int((scores > scores[names["sentinel"]]).sum()) + 1
    chances = np.exp(scores - scores.max())
    assert abs(rank - names["rank"]) < 3
    assert chances[names["sentinel"]] / chances.sum() < 1e-15
    assert (scores[32100:] < scores[names["sentinel"]]).all()
