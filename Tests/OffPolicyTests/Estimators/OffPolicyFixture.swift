/// Printed by `Tests/Oracles/off_policy.py` with NumPy 2.4.6 and SciPy 1.17.1.
enum OffPolicyFixture {
    struct Expected: Sendable {
        var name: String
        var value, standardError, ess, low, high: Double
        var bernsteinReach: Double
    }
    /// 95 % intervals; the Bernstein reach is for terms within an interval of length 7.
    static let estimators: [Expected] = [
        Expected(
            name: "dm", value: 0.9928532877797583, standardError: 0.037543522492801885, ess: 60.0,
            low: 0.9177288727945089, high: 1.067977702765008, bernsteinReach: 1.324247802299401),
        Expected(
            name: "ips", value: 0.8002185581303229, standardError: 0.21538841277825035, ess: 31.94241213152228,
            low: 0.3608978547530958, high: 1.23953926150755, bernsteinReach: 1.8507423719498868),
        Expected(
            name: "ips(limit=1.5)", value: 0.5997164785105962, standardError: 0.12162793880163651,
            ess: 46.747346657514306, low: 0.35485564296666483, high: 0.8445773140545275,
            bernsteinReach: 1.5731725170200601),
        Expected(
            name: "snips", value: 0.6062788969043911, standardError: 0.1513143329965875, ess: 31.94241213152228,
            low: 0.2976479991431657, high: 0.9149097946656164, bernsteinReach: 1.6610565451248824),
        Expected(
            name: "dr", value: 1.6923721611540243, standardError: 0.2338540207812529, ess: 31.94241213152228,
            low: 1.215387760869763, high: 2.1693565614382857, bernsteinReach: 1.9054082233177336),
        Expected(
            name: "dr(limit=1.5)", value: 1.5292122119891727, standardError: 0.1346983305352918,
            ess: 46.747346657514306, low: 1.2580381208534575, high: 1.800386303124888, bernsteinReach: 1.611866292590047
        ),
        Expected(
            name: "sndr", value: 1.522837910860798, standardError: 0.17745738444528802, ess: 31.94241213152228,
            low: 1.1608838858118733, high: 1.8847919359097225, bernsteinReach: 1.7384508104295646),
        Expected(
            name: "switch-dr(threshold=1.5)", value: 1.225045545322506, standardError: 0.0840495558663678,
            ess: 30.719868406060364, low: 1.0533255803670838, high: 1.3967655102779282,
            bernsteinReach: 1.4619249320042074),
        Expected(
            name: "dros(strength=2)", value: 1.292868968100362, standardError: 0.07716329146753322,
            ess: 51.141324781553884, low: 1.1378927585850502, high: 1.4478451776156738,
            bernsteinReach: 1.4415387358905902),
    ]
    /// Predictions for decisions 45, 46 and 47 of a model of the 45 before.
    static let ridgePerArm: [Double] = [
        0.8672562475126147, 0.7314322928040905, 0.8054599856090867, 0.75,
        0.5160207910062156, 1.2302088800193383, 0.2790934017925025, 0.75,
        0.6544825780575325, 0.4838379798966458, 0.8618285625192498, 0.75,
    ]
    /// Predictions for decisions 45, 46 and 47 of a model of the 45 before.
    static let ridgeShared: [Double] = [
        0.880025772802103, 0.7376283309137717, 0.8068148507552745, 0.569874157872355,
        0.5343696943645464, 1.2034637639235695, 0.26238934946426873, 2.0266765945051795,
        0.6383645921649937, 0.4848748657223319, 0.8683960936998487, 0.5071569074995973,
    ]
    /// Predictions for decisions 45, 46 and 47 of a model of the 45 before.
    static let logisticPerArm: [Double] = [
        0.5810581510485245, 0.44116443007455397, 0.4157834711424709, 0.4673913043478261,
        0.7361005865106692, 0.42088041651493124, 0.364178572407884, 0.4673913043478261,
        0.3120098843749604, 0.5393643235664966, 0.5779822490574962, 0.4673913043478261,
    ]
    /// Predictions for decisions 45, 46 and 47 of a model of the 45 before.
    static let logisticShared: [Double] = [
        0.5619480819290091, 0.45317270582338104, 0.412838480775371, 0.2674136086358397,
        0.7274220955621, 0.49149276962834804, 0.36477460549577584, 0.09195361096575728,
        0.33946919559304994, 0.4822675498026591, 0.5829228363048964, 0.8355045493393164,
    ]
    static let uniforms: [Double] = [-0.8473834212520857, 0.5598375844802292, -0.123181537118213]
    static let normals: [Double] = [
        0.09316606097975175, 3.200914709117712, -0.1569886595634109, -0.2901313829291646, 2.025771524137035,
    ]
    static let trials: [Int] = [0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1]
    static let later: Double = 0.4107746524519652
}
