package org.yutang.farm;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events of contracts.
public final class ContractEvents {

  private ContractEvents() {}

  /// A contract for which money may have to move now.
  record Moved(UUID contract) {
    static final String TOPIC = "farm.contract-moved";
  }

  /// A contract that buys from now on, also what was sorted before.
  public record Signed(UUID contract) {
    public static final String TOPIC = "farm.contract-signed";
  }

  /// Money that a buyer put in.
  record BuyerPaid(UUID payment) {
    static final String TOPIC = "farm.buyer-paid";
  }

  /// A lot, or a part of it, that came from these plots; told again with what it weighs where
  /// sorting anew corrected it.
  ///
  /// @param household the grower; where there is none, the co-operative is
  public record Delivered(
      UUID id,
      UUID contract,
      @Nullable UUID household,
      @Nullable UUID cooperative,
      List<UUID> plots,
      String lot,
      String grade,
      long grams,
      LocalDate day) {
    public static final String TOPIC = "farm.delivered";

    static Delivered of(Contract.Terms terms, Delivery delivery) {
      return new Delivered(
          delivery.id(),
          delivery.contract(),
          terms.household().map(id -> id.value()).orElse(null),
          terms.cooperative().orElse(null),
          terms.plots(),
          delivery.lot(),
          delivery.grade(),
          delivery.mass().grams(),
          delivery.day());
    }
  }
}
