package org.yutang.trace.graph;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An item's part in an event.
///
/// @param ofClass whether it came as an amount of a kind of things
public record Link(Item item, Role role, boolean ofClass, @Nullable Amount amount) {

  public enum Role {
    /// Seen, made, destroyed, or part of a transaction.
    THING(1),
    PARENT(2),
    CHILD(3),
    INPUT(4),
    OUTPUT(5),
    /// The transformation itself, which joins events.
    TRANSFORMATION(6);

    private final int number;

    Role(int number) {
      this.number = number;
    }
  }

  /// As the database keeps role and class: the role's number, 10 more for classes.
  public int number() {
    return number(role, ofClass);
  }

  public static int number(Role role, boolean ofClass) {
    return role.number + (ofClass ? 10 : 0);
  }

  Optional<Amount> known() {
    return Optional.ofNullable(amount);
  }
}
