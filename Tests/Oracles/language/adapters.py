"""Makes the LoRAs of `adapters`, what Python's peft says of them, and how its AdaLoRA takes ranks away; checks ours with it.

    python -m venv venv && venv/bin/pip install torch==2.13.0 transformers peft==0.21.2 safetensors
    venv/bin/python Tests/Oracles/language/adapters.py           # makes them
    venv/bin/python Tests/Oracles/language/adapters.py check     # loads adapters/ours, which savePEFT wrote, and compares

Weights are random and wide; nothing was trained. `adapters/ours` is what `savePEFT` writes of `adapters/bert`: a test
compares its bytes.
"""

import json
import pathlib
import sys

import torch
from peft import AdaLoraConfig, LoraConfig, PeftModel, TaskType, get_peft_model
from peft.tuners.adalora.layer import RankAllocator
from safetensors.torch import save_file
from transformers import AutoModel, BertForSequenceClassification

HERE = pathlib.Path(__file__).parent
TEXTS = [[2, 6, 7, 9, 3], [2, 8, 3], [2, 12, 13, 3]]


def hidden(core):
    with torch.inference_mode():
        return [core(input_ids=torch.tensor([ids])).last_hidden_state[0].flatten().tolist() for ids in TEXTS]


def make(name, model, config, core=lambda model: model):
    adapted = get_peft_model(model, config).eval()
    with torch.no_grad():
        for key, parameter in adapted.named_parameters():
            if "lora_" in key or (key.endswith("bias") and config.bias == "all"):
                parameter.copy_(torch.randn_like(parameter) * 0.3)
    folder = HERE / "adapters" / name
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink()
    settings = json.loads((folder / "adapter_config.json").read_text())
    settings["base_model_name_or_path"] = None
    if isinstance(settings["target_modules"], list):
        settings["target_modules"].sort()
    (folder / "adapter_config.json").write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")
    expected = {"texts": TEXTS, "hidden": hidden(core(adapted.base_model.model))}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


def ranks():
    """Nine steps of AdaLoRA's allocator over weights and gradients drawn at random: λ before and after each."""
    shapes = {"first": (5, 6), "second": (7, 4)}
    config = AdaLoraConfig(init_r=3, target_r=1, tinit=2, tfinal=4, deltaT=2, total_step=12, beta1=0.85, beta2=0.8)
    model = torch.nn.Module()
    for name, (outputs, inputs) in shapes.items():
        part = torch.nn.Module()
        part.lora_A = torch.nn.ParameterDict({"default": torch.nn.Parameter(torch.zeros(3, inputs))})
        part.lora_E = torch.nn.ParameterDict({"default": torch.nn.Parameter(torch.zeros(3, 1))})
        part.lora_B = torch.nn.ParameterDict({"default": torch.nn.Parameter(torch.zeros(outputs, 3))})
        setattr(model, name, part)
    allocator = RankAllocator(model, config, "default")
    arrays = {}
    for step in range(8):
        for key, parameter in model.named_parameters():
            parameter.data = torch.randn_like(parameter)
            parameter.grad = torch.randn_like(parameter)
            short = key.replace(".default", "")
            arrays[f"{step}/{short}/weight"] = parameter.data.clone().squeeze(-1)
            arrays[f"{step}/{short}/gradient"] = parameter.grad.clone().squeeze(-1)
        allocator.update_and_allocate(model, step)
        for name in shapes:
            arrays[f"{step}/{name}/after"] = getattr(model, name).lora_E["default"].data.clone().squeeze(-1)
    save_file(arrays, HERE / "adapters" / "ranks.safetensors")
    print("ranks after step 6:", {name: int((arrays[f"6/{name}/after"] != 0).sum()) for name in shapes})


def check():
    base = AutoModel.from_pretrained(HERE / "encoders" / "bert")
    adapted = PeftModel.from_pretrained(base, HERE / "adapters" / "ours").eval()
    expected = json.loads((HERE / "adapters" / "bert" / "expected.json").read_text())["hidden"]
    found = hidden(adapted.base_model.model)
    worst = max((torch.tensor(a) - torch.tensor(b)).abs().max().item() for a, b in zip(expected, found))
    print("largest difference", worst)
    assert worst < 1e-5


def main():
    torch.manual_seed(7)
    model = AutoModel.from_pretrained(HERE / "encoders" / "bert")
    # One matrix of two whose names end alike, biases, and the scale by the root of the rank.
    modules = r".*layer\.\d+\.(attention\.self\.query|output\.dense)"
    make("bert", model, LoraConfig(r=3, lora_alpha=5, target_modules=modules, bias="all", use_rslora=True))
    model = BertForSequenceClassification.from_pretrained(HERE / "encoders" / "bert-classifier")
    make("bert-classifier", model, LoraConfig(r=2, lora_alpha=3, task_type=TaskType.SEQ_CLS), lambda model: model.bert)
    model = AutoModel.from_pretrained(HERE / "encoders" / "distilbert")
    make("distilbert", model, LoraConfig(r=2, lora_alpha=4, target_modules=["q_lin", "lin1"]))
    ranks()


if __name__ == "__main__":
    check() if sys.argv[1:] == ["check"] else main()
