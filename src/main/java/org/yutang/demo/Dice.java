package org.yutang.demo;

import java.util.List;
import java.util.Random;

/// Chance from a seed. `java.util.Random` because its sequence is laid down in its specification,
/// so that the same seed gives the same county on every Java.
final class Dice {

  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /// From `least` to `most`, both possible.
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  /// Around 0, roughly bell-shaped, within ±3.
  double bell() {
    double sum = 0;
    for (int i = 0; i < 12; i++) sum += random.nextDouble();
    return Math.clamp(sum - 6, -3.0, 3.0);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// One character of a text.
  String letter(String of) {
    int at = random.nextInt(of.codePointCount(0, of.length()));
    return Character.toString(of.codePointAt(of.offsetByCodePoints(0, at)));
  }

  /// The position of one of the weights, each as likely as it is heavy.
  int weighted(double... weights) {
    double sum = 0;
    for (double weight : weights) sum += weight;
    double at = random.nextDouble() * sum;
    for (int i = 0; i < weights.length - 1; i++) {
      at -= weights[i];
      if (at < 0) return i;
    }
    return weights.length - 1;
  }
}
