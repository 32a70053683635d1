package org.yutang.programme;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Earmark;
import org.yutang.ledger.Earmarks;
import org.yutang.ledger.Outcome;
import org.yutang.programme.EnrolmentRows.Chunk;
import org.yutang.programme.EnrolmentRows.Row;
import org.yutang.programme.EnrolmentRows.Shared;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Rules;
import org.yutang.register.Profile;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// One run over one county: takes profiles chunk by chunk, decides, holds premiums, commits. Keeps
/// the tallies; one thread.
final class CountyRun {

  private static final SecureRandom RANDOM = new SecureRandom();

  /// The doors that a run goes through.
  record Doors(EnrolmentRows rows, Earmarks earmarks, Transactions transactions, Outbox outbox) {}

  private final Doors doors;
  private final Definition definition;
  private final Shared shared;
  private final UUID job;
  private final EnrolmentArgs args;
  private final boolean partner;
  private final Map<String, Tally> villages = new HashMap<>();
  private final Map<String, Long> failed = new TreeMap<>();
  private long persons;
  private long eligible;
  private long present;
  private long enrolled;
  private boolean fundExhausted;

  private static final class Tally {
    long persons;
    long eligible;
    final Map<String, Long> failed = new TreeMap<>();
  }

  private record Candidate(Profile profile, Map<String, Object> facts) {}

  CountyRun(
      Doors doors,
      Definition definition,
      Shared shared,
      UUID job,
      EnrolmentArgs args,
      boolean partner) {
    this.doors = doors;
    this.definition = definition;
    this.shared = shared;
    this.job = job;
    this.args = args;
    this.partner = partner;
  }

  static String owner(UUID job) {
    return EnrolmentJob.KIND + "/" + job;
  }

  void take(List<Profile> profiles) {
    List<Candidate> candidates = new ArrayList<>();
    for (Profile profile : profiles) {
      Map<String, Object> facts = Rules.facts(profile, partner);
      if (tally(profile, definition.failedRules(args.policyYear(), facts)))
        candidates.add(new Candidate(profile, facts));
    }
    if (candidates.isEmpty()) return;
    Map<UUID, Boolean> there =
        doors
            .rows()
            .present(
                shared.shard(),
                shared.programme(),
                shared.policyYear(),
                candidates.stream().map(each -> each.profile().id().value()).toList());
    List<Candidate> open =
        candidates.stream()
            .filter(each -> !Boolean.TRUE.equals(there.get(each.profile().id().value())))
            .toList();
    present += candidates.size() - open.size();
    enrol(open);
  }

  long persons() {
    return persons;
  }

  long eligible() {
    return eligible;
  }

  long waiting() {
    return eligible - present - enrolled;
  }

  Map<String, Long> failed() {
    return failed;
  }

  List<EnrolmentRows.Seen> seen() {
    return villages.entrySet().stream()
        .map(
            each ->
                new EnrolmentRows.Seen(
                    each.getKey(),
                    each.getValue().persons,
                    each.getValue().eligible,
                    each.getValue().failed))
        .toList();
  }

  private boolean tally(Profile profile, List<String> failedRules) {
    Tally village = villages.computeIfAbsent(profile.village().text(), code -> new Tally());
    persons++;
    village.persons++;
    if (failedRules.isEmpty()) {
      eligible++;
      village.eligible++;
    }
    for (String rule : failedRules) {
      failed.merge(rule, 1L, Long::sum);
      village.failed.merge(rule, 1L, Long::sum);
    }
    return failedRules.isEmpty();
  }

  /// Reserve, commit, and leave the posting to the outbox: see [Earmarks]. Once the fund is empty,
  /// the rest only waits.
  private void enrol(List<Candidate> open) {
    if (open.isEmpty()) return;
    if (fundExhausted) {
      doors.rows().wait(shared, rows(open, Map.of()));
      return;
    }
    Earmark earmark = doors.earmarks().open(shared.shard(), owner(job));
    Map<Candidate, UUID> held = hold(earmark, open);
    List<Candidate> funded = open.stream().filter(held::containsKey).toList();
    List<Candidate> unfunded = open.stream().filter(each -> !held.containsKey(each)).toList();
    if (funded.isEmpty()) doors.earmarks().drop(earmark);
    else {
      int count = commit(earmark, rows(funded, held));
      enrolled += count;
      present += funded.size() - count; // another run was faster; settling lets their money go
    }
    doors.rows().wait(shared, rows(unfunded, Map.of()));
    fundExhausted = !unfunded.isEmpty();
  }

  private Map<Candidate, UUID> hold(Earmark earmark, List<Candidate> open) {
    Programme programme = definition.programme();
    List<Earmarks.Hold> holds = new ArrayList<>(open.size());
    for (int i = 0; i < open.size(); i++)
      holds.add(
          new Earmarks.Hold(
              Uuids.fresh(args.startedAt()),
              programme.fund(),
              programme.payee(),
              shared.premium().minor(),
              "premium",
              args.businessDate()));
    List<Outcome> outcomes = doors.earmarks().hold(earmark, holds);
    Map<Candidate, UUID> held = new HashMap<>();
    for (int i = 0; i < open.size(); i++) {
      switch (outcomes.get(i)) {
        case Outcome.Accepted accepted -> held.put(open.get(i), accepted.id());
        case Outcome.Refused refused -> {
          if (refused.reason() != Outcome.Reason.INSUFFICIENT)
            throw new IllegalStateException("premium not held: " + refused);
        }
      }
    }
    return held;
  }

  private int commit(Earmark earmark, List<Row> rows) {
    Chunk chunk = new Chunk(earmark.id(), job, args.businessDate());
    return doors
        .transactions()
        .call(
            () -> {
              doors.rows().insertChunk(shared, chunk);
              int count = doors.rows().enrol(shared, chunk, rows);
              doors.earmarks().keep(earmark);
              doors
                  .outbox()
                  .write(ChunkEnrolled.TOPIC, new ChunkEnrolled(shared.shard(), chunk.id()));
              return count;
            });
  }

  /// In the order of the persons, so that two runs at once lock them in the same order.
  private List<Row> rows(List<Candidate> candidates, Map<Candidate, UUID> held) {
    List<Row> rows = new ArrayList<>(candidates.size());
    for (Candidate each : candidates) {
      UUID reservation = held.get(each);
      rows.add(
          new Row(
              Uuids.inShard(shared.shard(), UUID.randomUUID().toString()),
              each.profile().id().value(),
              each.profile().household().value(),
              each.profile().village().text(),
              reservation,
              reservation == null ? null : salt(),
              definition.frozen(args.policyYear(), each.facts())));
    }
    rows.sort(Comparator.comparing(Row::person));
    return rows;
  }

  private static byte[] salt() {
    byte[] salt = new byte[32];
    RANDOM.nextBytes(salt);
    return salt;
  }

  static Shared shared(
      Definition definition, EnrolmentArgs args, org.yutang.kernel.PlaceCode county, Instant now) {
    Programme.Version version = definition.programme().version(args.policyYear());
    return new Shared(
        org.yutang.kernel.Shards.ofCounty(county),
        definition.programme().id(),
        args.policyYear(),
        county,
        version.getCover().premium(),
        version.fromYear(),
        definition.programme().digest(),
        now);
  }
}
