package org.yutang.ledger;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// A command and its [Content].
record Asked(Command command, UUID content) {

  static Asked of(Command command) {
    return new Asked(command, Content.of(command));
  }

  /// All ids that the commands would write lines under.
  static Set<UUID> ids(Collection<Asked> all) {
    Set<UUID> ids = new HashSet<>();
    for (Asked asked : all) {
      ids.add(asked.command.id());
      if (asked.command instanceof Command.Linked linked)
        for (Command.Transfer member : linked.transfers()) ids.add(member.id());
    }
    return ids;
  }

  /// The reservation that a post or void names.
  UUID reservation() {
    return switch (command) {
      case Command.Post post -> post.reservation();
      case Command.Void release -> release.reservation();
      case Command.Transfer t -> throw new IllegalStateException("no reservation in " + t);
      case Command.Linked l -> throw new IllegalStateException("no reservation in " + l);
      case Command.Reserve r -> throw new IllegalStateException("no reservation in " + r);
    };
  }
}
