extension ValidationReport {
    /// Turns the figures into findings and a verdict: an error makes the source not ready, a warning ready with care.
    mutating func judge(_ options: ValidationOptions, limits: TrackingLimits) {
        findings =
            rowFindings(options) + eventFindings() + timeFindings(options) + peopleFindings()
            + tradeFindings() + numberFindings() + limitFindings(limits, options)
        // Sorting is stable: within one severity the order above remains.
        findings.sort { $0.severity > $1.severity }
        verdict =
            switch findings.first?.severity {
            case .error: .notReady
            case .warning: .readyWithWarnings
            default: .ready
            }
    }

    private func rowFindings(_ options: ValidationOptions) -> [Finding] {
        var found: [Finding] = []
        if rows.read == 0 && records.events == 0 {
            found.append(.rowsNone)
        } else if records.events == 0 {
            found.append(records.items + records.shoppers > 0 && rows.accepted > 0 ? .eventsNoneButTables : .eventsNone)
        }
        if rows.rejected > 0 {
            let isGrave = Double(rows.rejected) > options.rejectedShare * Double(rows.read)
            found.append(.rowsRejected(rows.rejected, of: rows.read, isGrave: isGrave))
        }
        if rows.setAside > 0 { found.append(.rowsSetAside(rows.setAside, of: rows.read)) }
        if rows.warnings > 0 { found.append(.rowsOdd(rows.warnings, codes: issues.count { $0.warned > 0 })) }
        return found
    }

    private func eventFindings() -> [Finding] {
        var found: [Finding] = []
        if duplicates.repeatedIdentity > 0 {
            found.append(.repeatedIdentity(duplicates.repeatedIdentity, isComplete: duplicates.isComplete))
        }
        if duplicates.repeatedContent > 0 {
            found.append(.repeatedContent(duplicates.repeatedContent, isComplete: duplicates.isComplete))
        }
        for field in missing where field.missing > 0 {
            // A field that the source never gives is the source's nature, told by the table and not by a finding.
            let isMandatory = field.field == "item" || field.field == "shopperOrVisitor"
            if field.field == "shopper" {
                let nobody = missing.first { $0.field == "shopperOrVisitor" }?.missing ?? 0
                if field.missing > nobody { found.append(.anonymous(field.missing - nobody, of: field.expected)) }
            } else if isMandatory || field.missing < field.expected {
                found.append(.missing(field, isMandatory: isMandatory))
            }
        }
        if orphans.unknownItems > 0 { found.append(.unknownItems(orphans)) }
        if orphans.itemsWithoutEvents > 0 && records.events > 0 {
            found.append(.itemsWithoutEvents(orphans.itemsWithoutEvents))
        }
        if orphans.hasShopperTable && orphans.unknownShoppers > 0 { found.append(.unknownShoppers(orphans)) }
        return found
    }

    private func timeFindings(_ options: ValidationOptions) -> [Finding] {
        guard records.events > 0 else { return [] }
        if !times.isGiven { return [.timesAbsent] }
        var found: [Finding] = []
        if times.inFuture > 0 { found.append(.timesInFuture(times.inFuture)) }
        if times.implausible > 0 {
            found.append(.timesImplausible(times.implausible, before: options.earliestPlausible))
        }
        if times.outOfOrder > 0 { found.append(.timesOutOfOrder(times.outOfOrder)) }
        return found
    }

    private func peopleFindings() -> [Finding] {
        guard records.events > 0 else { return [] }
        var found: [Finding] = []
        if bots.count > 0 { found.append(.bots(bots, of: records.events)) }
        if distinct.shoppers.count == 0 && distinct.visitors.count == 0 { found.append(.nobody) }
        if let median = eventsPerShopper.median, median < 2 { found.append(.fewEventsPerShopper) }
        if records.events < 1000 { found.append(.smallLog(records.events)) }
        if let top = popularity.top1, popularity.items >= 100, top > 0.5 {
            found.append(.concentrated(share: top))
        }
        return found
    }

    private func tradeFindings() -> [Finding] {
        var found: [Finding] = []
        switch gate.result {
        case .failed: found.append(.gateFailed(gate))
        case .notApplicable where records.events > 0: found.append(.noImpressions)
        default: break
        }
        if currencies.count > 1 { found.append(.mixedCurrencies(currencies)) }
        let adrift = reversals.unmatched + reversals.partlyMatched + reversals.unidentified
        if adrift > 0 { found.append(.reversalsAdrift(reversals)) }
        return found
    }

    private func numberFindings() -> [Finding] {
        var found: [Finding] = []
        if quantities.negative > 0 { found.append(.negativeQuantities(quantities.negative)) }
        if quantities.zero > 0 { found.append(.zeroQuantities(quantities.zero)) }
        if quantities.extreme > 0 { found.append(.extremeQuantities(quantities)) }
        for currency in currencies {
            if currency.prices.negative > 0 { found.append(.negativePrices(currency)) }
            if currency.prices.zero > 0 { found.append(.zeroPrices(currency)) }
            if currency.prices.extreme > 0 { found.append(.extremePrices(currency)) }
        }
        return found
    }

    private func limitFindings(_ limits: TrackingLimits, _ options: ValidationOptions) -> [Finding] {
        var found: [Finding] = []
        if limits.people { found.append(.limit("trackedPeople", options.trackedPeople)) }
        if limits.items { found.append(.limit("trackedItems", options.trackedItems)) }
        if limits.sessions || limits.orders { found.append(.limit("trackedSessions", options.trackedSessions)) }
        if !duplicates.isComplete { found.append(.limit("trackedEvents", options.trackedEvents)) }
        if !reversals.isComplete { found.append(.limit("trackedPurchases", options.trackedPurchases)) }
        return found
    }
}
