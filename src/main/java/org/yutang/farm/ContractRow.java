package org.yutang.farm;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.PlaceCode;

/// A contract as it lies in the database, to be changed by one step under its lock.
class ContractRow {
  final UUID id;
  int version;
  Contract.Terms terms;
  PlaceCode county;
  PlaceCode place;
  Contract.State state = Contract.State.DRAFT;
  boolean moneyMissing;
  boolean advancePaid;
  @Nullable Instant signedAt;
  @Nullable Instant settledAt;
  @Nullable Settlement settlement;
  String by = "";
  Instant changedAt = Instant.EPOCH;

  ContractRow(UUID id, Contract.Terms terms, PlaceCode county, PlaceCode place) {
    this.id = id;
    this.terms = terms;
    this.county = county;
    this.place = place;
  }

  Contract contract() {
    return new Contract(
        id,
        version,
        terms,
        county,
        place,
        state,
        moneyMissing,
        advancePaid,
        Optional.ofNullable(signedAt),
        Optional.ofNullable(settlement),
        by,
        changedAt);
  }

  Instant signedAt() {
    return Objects.requireNonNull(signedAt);
  }

  Instant settledAt() {
    return Objects.requireNonNull(settledAt);
  }

  Settlement settlement() {
    return Objects.requireNonNull(settlement);
  }
}
