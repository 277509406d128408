public import ArgumentParser
public import Engine

extension LoopWorld: ExpressibleByArgument {}
