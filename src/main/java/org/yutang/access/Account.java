package org.yutang.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yutang.kernel.PlaceCode;

/// Somebody who can log in or hold tokens.
///
/// @param name what is typed at login; unique whatever its case
/// @param displayName what pages and the audit say
/// @param home where the account belongs: whoever manages accounts there may manage it
/// @param grants those in force, and those that are still to come or over are left out
public record Account(
    UUID id,
    String name,
    String displayName,
    PlaceCode home,
    boolean hasPassword,
    Instant createdAt,
    Optional<Instant> closedAt,
    List<Held> grants) {

  /// The longest name and display name, in characters.
  public static final int MAX_NAME_LENGTH = 60;

  public Account {
    grants = List.copyOf(grants);
  }

  /// Its home and the places of its grants: managing the whole account takes managing all of them.
  public Set<PlaceCode> places() {
    return Stream.concat(Stream.of(home), grants.stream().map(held -> held.grant().place()))
        .collect(Collectors.toSet());
  }

  /// A grant with its own id and its time.
  public record Held(UUID id, Grant grant, Instant since, Optional<Instant> until) {}
}
