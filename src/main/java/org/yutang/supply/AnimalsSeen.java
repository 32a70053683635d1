package org.yutang.supply;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What was done with animals; may be told twice.
///
/// @param id names it, so that its events count once
/// @param uris what events call the animals
/// @param place the village's code, or a site's GLN as its link
/// @param photos of a visit, by SHA-256 as they are kept
/// @param box of those that were slaughtered
public record AnimalsSeen(
    UUID id,
    What what,
    Instant at,
    List<String> uris,
    String place,
    List<String> photos,
    @Nullable String box) {

  public static final String TOPIC = "supply.animals-seen";

  public AnimalsSeen {
    uris = List.copyOf(uris);
    photos = List.copyOf(photos);
  }

  public enum What {
    RINGED,
    VISITED,
    SLAUGHTERED
  }
}
