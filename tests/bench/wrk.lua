-- Asks for one path after the other: those of the file that BENCH_PATHS names, with the
-- cookie of BENCH_COOKIE. At the end prints "REQUESTS_PER_S P99_MS BAD".

local paths, at = {}, 0

function init()
   for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
   wrk.headers["Cookie"] = os.getenv("BENCH_COOKIE")
end

function request()
   at = at % #paths + 1
   return wrk.format("GET", paths[at])
end

function done(summary, latency)
   local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.timeout
   io.write(string.format("RESULT %.1f %.3f %d\n", summary.requests / summary.duration * 1e6,
      latency:percentile(99) / 1000, bad))
end
