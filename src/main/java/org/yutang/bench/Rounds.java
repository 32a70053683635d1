package org.yutang.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What several rounds of one side brought: how many things in how many seconds with how much of
/// the processor.
final class Rounds {

  /// One side of a comparison, which does things as fast as it can.
  interface Side {
    /// @return how many things were done
    long run() throws Exception;
  }

  private final CpuMeter meter;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> micros = new ArrayList<>();

  Rounds(CpuMeter meter) {
    this.meter = meter;
  }

  /// Runs one round and returns its rate a second; one that only warms up is not kept.
  double time(boolean keep, Side side) throws Exception {
    OptionalDouble cpuBefore = meter.seconds();
    long start = System.nanoTime();
    long done = side.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    OptionalDouble cpuAfter = meter.seconds();
    if (keep) {
      rates.add(done / seconds);
      if (cpuBefore.isPresent() && cpuAfter.isPresent())
        micros.add((cpuAfter.getAsDouble() - cpuBefore.getAsDouble()) / done * 1e6);
    }
    return done / seconds;
  }

  double rate() {
    return median(rates);
  }

  /// Microseconds of processor time for each thing of ours and the peer's.
  static Optional<Measure.Cpu> cpu(Rounds ours, Rounds peer) {
    return ours.micros.isEmpty() || peer.micros.isEmpty()
        ? Optional.empty()
        : Optional.of(new Measure.Cpu(median(ours.micros), median(peer.micros)));
  }

  private static double median(List<Double> values) {
    return Measure.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
