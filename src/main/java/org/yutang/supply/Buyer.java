package org.yutang.supply;

import java.util.UUID;

/// A firm, kitchen or shop that goods are shipped to, outside of this house's sites. Never a
/// private person.
public record Buyer(UUID id, String name) {

  /// What events call it.
  public String uri() {
    return "urn:uuid:" + id;
  }
}
