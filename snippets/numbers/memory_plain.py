"""How many bytes a model needs: to hold it, and to train it with Adam."""

models = {
    "GPT-2 small": 124_439_808,
    "GPT-2 XL": 1_557_611_200,
    "LLaMA-2 7B": 6_738_415_616,
}
bits = {"float32": 32, "bfloat16": 16, "int8": 8, "4 bits": 4.5}  # 0.5 for scales
training = {  # bytes a parameter, mixed precision
    "weights, 16 bits": 2,
    "gradients, 16 bits": 2,
    "copy of the weights, float32": 4,
    "Adam's two averages, float32": 8,
}

print(f"{'GB to hold':12}", *(f"{name:>9}" for name in bits))
for name, parameters in models.items():
    print(
        f"{name:12}", *(f"{parameters * b / 8 / 1e9:9.2f}" for b in bits.values())
    )

a_parameter = sum(training.values())  # <-
print(f"\nto train: {a_parameter} bytes a parameter, activations not counted")
for name, parameters in models.items():
    print(f"{name:12} {parameters * a_parameter / 1e9:9.2f} GB")
