/// Benchmarks: what we claim to be fast, each measured beside its peer or its limit in the same
/// run.
///
/// Promises: every measure is one JSON object a line with `name, unit, ours, peer, peer_value,
/// ratio, repeats, note`, and where it was read the processor time of each thing; latencies in
/// milliseconds, whole jobs in seconds, rates per second, shares as fractions; ours and the peer
/// alternate, medians count, and `ratio` above 1 means that we are better. A benchmark fills and
/// empties tables, so it runs in a house of its own and refuses one that holds anything.
///
/// Owns no tables. Start reading at [org.yutang.bench.Benches], then `ImportBench` for how one is
/// built.
@NullMarked
package org.yutang.bench;

import org.jspecify.annotations.NullMarked;
