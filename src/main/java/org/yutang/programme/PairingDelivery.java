package org.yutang.programme;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yutang.programme.definition.Definitions;
import org.yutang.proof.Proof;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;

/// Publishes pairings, pairs once a minute what waits, and lets those go whose cover has ended.
@Component
class PairingDelivery implements Outbox.Listener, EveryMinute {

  private final PairingRows rows;
  private final Pairing pairing;
  private final Definitions definitions;
  private final Proof proof;

  PairingDelivery(PairingRows rows, Pairing pairing, Definitions definitions, Proof proof) {
    this.rows = rows;
    this.pairing = pairing;
    this.definitions = definitions;
    this.proof = proof;
  }

  @Override
  public String name() {
    return "programme.pairing";
  }

  @Override
  public Set<String> topics() {
    return Set.of(CoverPaired.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch)
      proof.append(
          rows.pairs(entry.as(CoverPaired.class).pairings()).stream()
              .filter(each -> each.salt() != null)
              .map(each -> new Proof.Entry(each.id(), leaf(each)))
              .toList());
  }

  private static byte[] leaf(PairingRows.Pair pair) {
    return PairingLeaf.of(
        pair.programme(),
        pair.gift(),
        pair.number(),
        pair.amount(),
        pair.currency(),
        pair.day(),
        Leaf.digest(Objects.requireNonNull(pair.salt()), pair.person()));
  }

  @Override
  public void everyMinute() {
    pairing.lapse();
    definitions.list().forEach(pairing::pairWaiting);
  }
}
