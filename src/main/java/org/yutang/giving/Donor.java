package org.yutang.giving;

import java.util.List;
import java.util.Optional;

/// What a donor's page shows.
///
/// @param contact masked
/// @param gifts the newest first, at most [#MOST]
public record Donor(
    Optional<String> name, Optional<String> contact, List<Gift> gifts, List<GiftPlan> plans) {

  public static final int MOST = 240;

  public Donor {
    gifts = List.copyOf(gifts);
    plans = List.copyOf(plans);
  }
}
