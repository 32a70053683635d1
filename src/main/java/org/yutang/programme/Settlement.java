package org.yutang.programme;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yutang.ledger.Earmark;
import org.yutang.ledger.Earmarks;
import org.yutang.proof.Proof;
import org.yutang.store.Outbox;

/// Pays and publishes what was committed: posts a chunk's premiums, appends its leaves, notes that
/// it is done. Every step may be repeated, so it survives being killed between any two of them.
@Component
class Settlement implements Outbox.Listener {

  private final EnrolmentRows rows;
  private final Earmarks earmarks;
  private final Grants grants;
  private final Pairing pairing;
  private final Proof proof;
  private final Clock clock;

  Settlement(
      EnrolmentRows rows,
      Earmarks earmarks,
      Grants grants,
      Pairing pairing,
      Proof proof,
      Clock clock) {
    this.rows = rows;
    this.earmarks = earmarks;
    this.grants = grants;
    this.pairing = pairing;
    this.proof = proof;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "programme.settlement";
  }

  @Override
  public Set<String> topics() {
    return Set.of(ChunkEnrolled.TOPIC, FundGranted.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case FundGranted.TOPIC -> grants.transfer(entry.as(FundGranted.class).grant());
        case ChunkEnrolled.TOPIC -> settle(entry.as(ChunkEnrolled.class));
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
  }

  private void settle(ChunkEnrolled event) {
    EnrolmentRows.Settling chunk = rows.settling(event.shard(), event.chunk());
    earmarks.settle(
        new Earmark(event.shard(), event.chunk()),
        chunk.rows().stream().map(EnrolmentRows.Enrolled::reservation).toList());
    proof.append(leaves(chunk));
    rows.settled(event.shard(), event.chunk(), clock.instant());
    pairing.joined(event.shard(), event.chunk(), chunk.programme(), chunk.policyYear());
  }

  /// Ordered by the person's digest, so that a leaf's place in the log says nothing about the
  /// register's order.
  private static List<Proof.Entry> leaves(EnrolmentRows.Settling chunk) {
    record Published(String digest, Proof.Entry entry) {}
    List<Published> published = new ArrayList<>(chunk.rows().size());
    for (EnrolmentRows.Enrolled row : chunk.rows()) {
      String digest = Leaf.digest(row.salt(), row.person());
      byte[] leaf =
          Leaf.of(
              chunk.programme(),
              row.version(),
              chunk.policyYear(),
              chunk.county(),
              row.premium(),
              row.currency(),
              chunk.businessDate(),
              Earmarks.transferOf(row.reservation()),
              digest);
      published.add(new Published(digest, new Proof.Entry(row.id(), leaf)));
    }
    published.sort(Comparator.comparing(Published::digest));
    return published.stream().map(Published::entry).toList();
  }
}
