-- Asks for ten items for a random shopper, and reports as one line of JSON.
-- Usage: wrk [...] --script serving.lua URL -- SHOPPERS SEED

function init(arguments)
    shoppers = tonumber(arguments[1])
    math.randomseed(tonumber(arguments[2]))
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    local shopper = math.random(0, shoppers - 1)
    local body = '{"surface":"home","shopper":"u%d","session":"s%d","count":10}'
    return wrk.format(nil, nil, nil, body:format(shopper, shopper))
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"seconds":%.6f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"max":%.3f,"refused":%d,"broken":%d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
        latency:percentile(99) / 1e3, latency.max / 1e3, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
