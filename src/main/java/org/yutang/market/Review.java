package org.yutang.market;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What a buyer says of a product that was received.
///
/// @param stars 1 to 5
/// @param photos ids of [org.yutang.store.Photos]
/// @param reply of the shop; may be empty
public record Review(
    UUID order,
    UUID product,
    int stars,
    String text,
    List<String> photos,
    String reply,
    boolean hidden,
    Instant at) {
  public Review {
    photos = List.copyOf(photos);
  }
}
