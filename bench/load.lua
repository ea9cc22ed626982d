-- wrk's script. Its argument is a file of requests, one a line: METHOD TAB path TAB key, and for a move the two steps
-- between which it goes back and forth, and its revision. Prints one line of JSON.
local requests, at, passes = {}, 0, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local method, path, key, one, other, revision = line:match("^(%S+)\t(%S+)\t(%S+)\t?(%S*)\t?(%S*)\t?(%S*)$")
    local headers = { ["Authorization"] = "Bearer " .. key, ["Host"] = "127.0.0.1" }
    local request = { method = method, path = path, headers = headers, steps = { one, other }, revision = tonumber(revision) }
    if method == "GET" then
      request.text = wrk.format(method, path, headers)
    else
      headers["Content-Type"] = "application/json"
    end
    requests[#requests + 1] = request
  end
end

function request()
  at = at + 1
  if at > #requests then
    at, passes = 1, passes + 1
  end
  local one = requests[at]
  if one.text then
    return one.text
  end
  local body = string.format('{"step": "%s", "revision": %d}', one.steps[1 + passes % 2], one.revision + passes)
  return wrk.format(one.method, one.path, one.headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
