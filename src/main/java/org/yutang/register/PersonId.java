package org.yutang.register;

import java.util.UUID;
import org.yutang.kernel.Shards;

/// A person of the register; carries the shard of their county.
public record PersonId(UUID value) implements Comparable<PersonId> {

  public static PersonId of(String text) {
    return new PersonId(UUID.fromString(text));
  }

  public int shard() {
    return Shards.ofId(value);
  }

  @Override
  public int compareTo(PersonId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
