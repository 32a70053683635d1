package org.yutang.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.yutang.ledger.Taking;
import org.yutang.ledger.Takings;

/// A campaign's claims in the order in which the ledger wrote them, kept in memory as far as
/// somebody asked: 8 bytes for a claim's place and 16 to 32 for its id. Lines never change, so
/// neither does a position.
final class Written {

  /// What a claim's line says in the ledger, and no other line of the campaign.
  static final String MEMO = "flash-claim";

  private static final int AT_ONCE = 20_000;

  private final Takings takings;
  private final UUID stock;
  private final LongSet ids = new LongSet();
  private long[] numbers = new long[64];
  private int size;
  private volatile boolean complete;

  Written(Takings takings, UUID stock) {
    this.takings = takings;
    this.stock = stock;
  }

  /// Whether this line may be there. No means no once [#isComplete].
  boolean mayKnow(UUID line) {
    return ids.contains(line.getLeastSignificantBits());
  }

  /// Whether everything that was there before this object has been read.
  boolean isComplete() {
    return complete;
  }

  /// That line is there, or may be.
  void note(UUID line) {
    ids.add(line.getLeastSignificantBits());
  }

  /// Counts from 1.
  ///
  /// @param number of a line that is there
  synchronized long position(long number) {
    if (size == 0 || numbers[size - 1] < number) catchUp();
    int at = Arrays.binarySearch(numbers, 0, size, number);
    if (at < 0) throw new IllegalStateException("no claim at line " + number);
    return at + 1L;
  }

  synchronized void catchUp() {
    List<Taking> more;
    do {
      more = takings.after(stock, MEMO, size == 0 ? 0 : numbers[size - 1], AT_ONCE);
      for (Taking each : more) {
        if (size == numbers.length) numbers = Arrays.copyOf(numbers, size * 2);
        numbers[size++] = each.number();
        note(each.id());
      }
    } while (more.size() == AT_ONCE);
    complete = true;
  }
}
