"""Known answers for Tests/CommerceTests/SeededGeneratorTests.swift: xoshiro256** seeded by SplitMix64.

Written from the algorithms' published descriptions, in unbounded integers with explicit masks.
Run: python Tests/Oracles/seeded_generator.py > Tests/CommerceTests/SeededGeneratorFixture.swift && make format
"""
MASK = (1 << 64) - 1


def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotate(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def xoshiro(seed):
    source = split_mix(seed)
    s = [next(source) for _ in range(4)]
    while True:
        yield (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)


def main():
    # The published check value of SplitMix64 from seed 1234567.
    mixer = split_mix(1234567)
    assert [next(mixer) for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    print("/// Printed by `Tests/Oracles/seeded_generator.py`.")
    print("enum SeededGeneratorFixture {")
    print("    static let answers: [(seed: UInt64, words: [UInt64], after1000: UInt64)] = [")
    for seed in [0, 1, 42, 0xDEADBEEF, MASK]:
        stream = xoshiro(seed)
        words = [next(stream) for _ in range(1001)]
        first = ", ".join(f"0x{word:016X}" for word in words[:4])
        print(f"        (0x{seed:X}, [{first}],\n         0x{words[1000]:016X}),")
    print("    ]\n}")


main()
