package org.yutang.register;

import java.util.UUID;
import org.yutang.kernel.Shards;

/// A household of the register; carries the shard of its county.
public record HouseholdId(UUID value) implements Comparable<HouseholdId> {

  public static HouseholdId of(String text) {
    return new HouseholdId(UUID.fromString(text));
  }

  public int shard() {
    return Shards.ofId(value);
  }

  @Override
  public int compareTo(HouseholdId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
