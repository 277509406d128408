import Foundation

/// How many files this process may have open; each connection takes one.
enum OpenFiles {
    /// Takes all that the system would give. Login shells start programs with 1024, for the sake of some very old ones.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // What cannot be raised stays; `doctor` tells of it.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
