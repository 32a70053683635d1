package org.yutang.market;

import java.util.UUID;
import org.yutang.kernel.PlaceCode;

/// Where something is sent. Personal: sealed at rest, for the eyes of its buyer and of whoever
/// sends it.
///
/// @param region the county
/// @param street and number, house, room
public record Address(UUID id, PlaceCode region, String name, String phone, String street) {
  @Override
  public String toString() {
    return "Address[" + id + "]";
  }
}
