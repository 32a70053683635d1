package org.yutang.campaign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What a campaign should do, said as simply as possible: one claim after the other, maps, no
/// memory of refusals.
final class Model {

  /// @param state as in [FlashClaim.State]
  record Taken(UUID holder, long quantity, Instant expires, String state, long position) {
    Taken now(String next) {
      return new Taken(holder, quantity, expires, next, position);
    }
  }

  final Campaign campaign;
  final Map<UUID, Taken> taken = new LinkedHashMap<>();
  final Map<UUID, Long> purses = new HashMap<>();
  final Map<String, String> numbers = new HashMap<>();
  final Map<UUID, String> payments = new HashMap<>();
  private final Map<UUID, Long> used = new HashMap<>();
  long left;
  long income;

  Model(Campaign campaign) {
    this.campaign = campaign;
    this.left = campaign.stock();
  }

  /// As [CampaignHouse#word].
  String claim(FlashClaim claim, Instant now) {
    expire(now);
    if (claim.quantity() < 1 || claim.quantity() > campaign.perHolder()) return "BAD_QUANTITY";
    Taken before = taken.get(claim.id());
    String word = campaign.price() instanceof Price.Paid ? "reserved" : "granted";
    if (before != null)
      return before.holder.equals(claim.holder()) && before.quantity == claim.quantity()
          ? word + " again"
          : "CLAIM_DIFFERS";
    if (now.isBefore(campaign.opensAt())) return "NOT_OPEN_YET";
    if (!now.isBefore(campaign.endsAt())) return "ENDED";
    String no = take(claim.holder(), claim.quantity());
    if (no != null) return no;
    Instant expires =
        campaign.price() instanceof Price.Paid paid
            ? now.plus(paid.within()).plus(Gate.GRACE)
            : Instant.MAX;
    if (campaign.price() instanceof Price.Units price) {
      long cost = price.each() * claim.quantity();
      if (purses.getOrDefault(claim.holder(), 0L) < cost) {
        giveBack(claim.holder(), claim.quantity());
        return "NOT_ENOUGH";
      }
      purses.merge(claim.holder(), -cost, Long::sum);
      income += cost;
    }
    taken.put(
        claim.id(),
        new Taken(
            claim.holder(),
            claim.quantity(),
            expires,
            word.toUpperCase(java.util.Locale.ROOT),
            taken.size() + 1));
    return word;
  }

  /// The payment's state, or the refusal's name.
  String pay(UUID claim, String number, long fen, Instant now) {
    expire(now);
    if (!(campaign.price() instanceof Price.Paid price)) return "NOT_FOR_MONEY";
    Taken found = taken.get(claim);
    if (found == null) return "UNKNOWN_CLAIM";
    String told = numbers.get(number);
    if (told != null)
      return told.equals(claim + " " + fen) ? payments.get(claim) : "PAYMENT_DIFFERS";
    if (fen != price.each().minor() * found.quantity) return "WRONG_AMOUNT";
    if (payments.containsKey(claim)) return "ALREADY_PAID";
    String state = "PAID";
    if (found.state.equals("EXPIRED"))
      state =
          price.late() == Price.Late.RE_GRANT && take(found.holder, found.quantity) == null
              ? "RE_GRANTED"
              : "REFUNDED";
    if (!state.equals("REFUNDED")) income += fen;
    numbers.put(number, claim + " " + fen);
    payments.put(claim, state);
    taken.put(claim, found.now(state));
    return state;
  }

  void expire(Instant now) {
    for (UUID id : List.copyOf(new ArrayList<>(taken.keySet()))) {
      Taken each = taken.get(id);
      if (!each.state.equals("RESERVED") || each.expires.isAfter(now)) continue;
      giveBack(each.holder, each.quantity);
      taken.put(id, each.now("EXPIRED"));
    }
  }

  long held() {
    return taken.values().stream()
        .filter(each -> each.state.equals("RESERVED"))
        .mapToLong(Taken::quantity)
        .sum();
  }

  private String take(UUID holder, long quantity) {
    if (used.getOrDefault(holder, 0L) + quantity > campaign.perHolder()) return "LIMIT_REACHED";
    if (quantity > left) return "SOLD_OUT";
    used.merge(holder, quantity, Long::sum);
    left -= quantity;
    return null;
  }

  private void giveBack(UUID holder, long quantity) {
    used.merge(holder, -quantity, Long::sum);
    left += quantity;
  }
}
