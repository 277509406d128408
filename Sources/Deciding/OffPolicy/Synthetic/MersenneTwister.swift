import Foundation

/// MT19937 by Matsumoto and Nishimura ("Mersenne Twister", 1998), with the draws of NumPy's `RandomState`, so that data
/// published by its seeds can be drawn again.
///
/// For that alone: elsewhere `SeededGenerator` is smaller, faster and splits.
struct MersenneTwister {
    private var state: [UInt32]
    private var place = 624
    /// The second normal number of a pair, kept for the next call.
    private var spare: Double?

    init(seed: UInt32) {
        state = [seed]
        for index in 1..<624 {
            let last = state[index - 1]
            state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
        }
    }

    /// In [0, 1), from the upper 27 and 26 bits of two words.
    mutating func fraction() -> Double {
        let high = word() >> 5
        return (Double(high) * 67_108_864 + Double(word() >> 6)) / 9_007_199_254_740_992
    }

    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * fraction() }

    /// Standard normal, by the polar method; draws come in pairs, the second half first.
    mutating func normal() -> Double {
        if let kept = spare {
            spare = nil
            return kept
        }
        while true {
            let x = 2 * fraction() - 1
            let y = 2 * fraction() - 1
            let square = x * x + y * y
            if square < 1, square != 0 {
                let factor = (-2 * log(square) / square).squareRoot()
                spare = factor * x
                return factor * y
            }
        }
    }

    /// One trial, by inversion of the rarer outcome.
    mutating func bernoulli(_ probability: Double) -> Bool {
        probability <= 0.5 ? fraction() > 1 - probability : fraction() <= probability
    }

    private mutating func word() -> UInt32 {
        if place == 624 { refill() }
        var word = state[place]
        place += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    private mutating func refill() {
        for index in 0..<624 {
            let mixed = (state[index] & 0x8000_0000) | (state[(index + 1) % 624] & 0x7FFF_FFFF)
            state[index] = state[(index + 397) % 624] ^ (mixed >> 1) ^ (mixed & 1 == 1 ? 0x9908_B0DF : 0)
        }
        place = 0
    }
}
