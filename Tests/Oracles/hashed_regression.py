"""Prints the predictions of Vowpal Wabbit for Tests/ExploreTests/Hashed/HashedRegressionFixture.swift.

Run with vowpalwabbit 9.11.9: python Tests/Oracles/hashed_regression.py
Each example: target, importance weight, two features of namespace U and two of namespace A with their values. The
predictions are made before learning from the example, one example after the other.
"""

import random

import vowpalwabbit

draw = random.Random(3)
model = vowpalwabbit.Workspace("-q UA -b 24 --quiet")
for number in range(60):
    scale = 100.0 if number > 40 else 1.0
    user = [(draw.randrange(4), round(draw.uniform(-2, 2), 2)) for _ in range(1)] + [(4, round(scale * draw.random(), 2))]
    action = [(draw.randrange(5), 1.0), (5, round(draw.gauss(0, 1), 2))]
    target = round(user[0][1] * (action[0][0] - 2) + action[1][1] + draw.gauss(0, 0.1), 3)
    weight = draw.choice([0.25, 1, 1, 3])
    text = f"{target} {weight} |U " + " ".join(f"u{name}:{value}" for name, value in user)
    text += " |A " + " ".join(f"a{name}:{value}" for name, value in action)
    example = model.example(text)
    prediction = model.predict(example)
    model.learn(example)
    model.finish_example(example)
    numbers = [target, weight, *user[0], user[1][1], action[0][0], action[1][1], prediction]
    print("        [" + ", ".join(f"{value:.6g}" for value in numbers) + "],")
