import Foundation

extension Double {
    var logarithm: Double { log(self) }
    var logarithm2: Double { log2(self) }
}
