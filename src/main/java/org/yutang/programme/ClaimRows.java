package org.yutang.programme;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;
import org.yutang.store.Json;
import org.yutang.store.Sealing;

/// Claims, their events and their bills in SQL, one claim at a time; asks nobody's permission.
@Component
class ClaimRows {

  static final String COLUMNS =
      """
      select shard_key, id, programme, person, household, county, village, state, version, hospital, admitted, discharged, bill_number, total, own_share,
        currency, photos, secrets, secrets_key, confirmed_how, confirmed_at, confirmed_photo, confirmed_taken_by, bill, visit, filer, filed_day, due_day,
        days_left, enrolment, policy_year, rules, definition, counted, benefit, counted_before, first_reviewer, second_reviewer, barred, decided_day, decision_days,
        payment_days, appealed_day, paid, waiting_for_money, last_day, changed_at
      from programme.claim
      """;

  private static final String KEY = "programme-claim";
  private static final int MAX_EVENTS = 1000;

  private final JdbcClient sql;
  private final Sealing sealing;

  ClaimRows(JdbcClient sql, Sealing sealing) {
    this.sql = sql;
    this.sealing = sealing;
  }

  Optional<ClaimRow> find(UUID id) {
    return one(id, "");
  }

  /// For a command: nobody else changes it until the transaction ends.
  Optional<ClaimRow> lock(UUID id) {
    return one(id, " for update");
  }

  private Optional<ClaimRow> one(UUID id, String lock) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return sql.sql(COLUMNS + "where shard_key = :shard and id = :id" + lock)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> row(row))
        .optional();
  }

  /// @return false where somebody else inserted it meanwhile
  boolean insert(ClaimRow row) {
    return write(
            """
            insert into programme.claim (shard_key, id, programme, person, household, county, village, state, version, hospital, admitted, discharged,
              bill_number, total, own_share, currency, photos, secrets, secrets_key, confirmed_how, confirmed_at, confirmed_photo, confirmed_taken_by,
              barred, last_day, changed_at)
            values (:shard, :id, :programme, :person, :household, :county, :village, :state, :version, :hospital, :admitted, :discharged, :billNumber, :total,
              :ownShare, :currency, :photos, :secrets, :secretsKey, :how, :confirmedAt, :confirmedPhoto, :takenBy, :barred, :lastDay, :changedAt)
            on conflict do nothing
            """,
            row)
        == 1;
  }

  void update(ClaimRow row) {
    int changed =
        write(
            """
            update programme.claim set household = :household, county = :county, village = :village, state = :state, version = :version,
              hospital = :hospital, admitted = :admitted, discharged = :discharged, bill_number = :billNumber, total = :total, own_share = :ownShare,
              photos = :photos, secrets = :secrets, secrets_key = :secretsKey, confirmed_how = :how, confirmed_at = :confirmedAt,
              confirmed_photo = :confirmedPhoto, confirmed_taken_by = :takenBy, bill = :bill, visit = :visit, filer = :filer, filed_day = :filedDay,
              due_day = :dueDay, days_left = :daysLeft, enrolment = :enrolment, policy_year = :policyYear, rules = :rules, definition = :definition,
              counted = :counted, benefit = :benefit, counted_before = :countedBefore, first_reviewer = :first, second_reviewer = :second, barred = :barred, decided_day = :decidedDay,
              decision_days = :decisionDays, payment_days = :paymentDays, appealed_day = :appealedDay, paid = :paid, waiting_for_money = :waiting,
              last_day = :lastDay, changed_at = :changedAt
            where shard_key = :shard and id = :id and version = :version - 1
            """,
            row);
    if (changed != 1)
      throw new IllegalStateException("claim " + row.id + " changed under its lock");
  }

  private int write(String statement, ClaimRow row) {
    Sealing.Sealed secrets = sealing.seal(KEY, row.id, Json.write(row.secrets));
    return sql.sql(statement)
        .param("shard", row.shard)
        .param("id", row.id)
        .param("programme", row.programme.text())
        .param("person", row.person.value())
        .param("household", row.household.value())
        .param("county", row.county.text())
        .param("village", row.village.text())
        .param("state", row.state.name())
        .param("version", row.version)
        .param("hospital", row.hospital)
        .param("admitted", row.admitted)
        .param("discharged", row.discharged)
        .param("billNumber", row.billNumber)
        .param("total", row.total)
        .param("ownShare", row.ownShare)
        .param("currency", row.currency)
        .param("photos", row.photos.toArray(String[]::new))
        .param("secrets", secrets.bytes())
        .param("secretsKey", secrets.keyVersion())
        .param("how", row.confirmedHow == null ? null : row.confirmedHow.name())
        .param("confirmedAt", row.confirmedAt == null ? null : utc(row.confirmedAt))
        .param("confirmedPhoto", row.confirmedPhoto)
        .param("takenBy", row.confirmedTakenBy)
        .param("bill", row.bill)
        .param("visit", row.visit)
        .param("filer", row.filer)
        .param("filedDay", row.filedDay)
        .param("dueDay", row.dueDay)
        .param("daysLeft", row.daysLeft)
        .param("enrolment", row.enrolment)
        .param("policyYear", row.policyYear)
        .param("rules", row.rules)
        .param("definition", row.definition)
        .param("counted", row.counted)
        .param("benefit", row.benefit)
        .param("countedBefore", row.countedBefore)
        .param("first", row.firstReviewer)
        .param("second", row.secondReviewer)
        .param("barred", row.barred.toArray(UUID[]::new))
        .param("decidedDay", row.decidedDay)
        .param("decisionDays", row.decisionDays)
        .param("paymentDays", row.paymentDays)
        .param("appealedDay", row.appealedDay)
        .param("paid", row.paid)
        .param("waiting", row.waitingForMoney)
        .param("lastDay", row.lastDay)
        .param("changedAt", utc(row.changedAt))
        .update();
  }

  /// What is added to the timeline with a new version of the row.
  record Step(
      Claim.Event.Kind kind, @Nullable String reason, @Nullable String note, Map<String, ?> facts) {
    static Step of(Claim.Event.Kind kind) {
      return new Step(kind, null, null, Map.of());
    }

    static Step noted(Claim.Event.Kind kind, String note) {
      return new Step(kind, null, note.isBlank() ? null : note, Map.of());
    }
  }

  void addEvent(ClaimRow row, Actor actor, Step step) {
    sql.sql(
            """
            insert into programme.claim_event (shard_key, claim, number, kind, state, at, day, account, account_name, reason, note, facts)
            values (:shard, :claim, :number, :kind, :state, :at, :day, :account, :name, :reason, :note, :facts::jsonb)
            """)
        .param("shard", row.shard)
        .param("claim", row.id)
        .param("number", row.version)
        .param("kind", step.kind().name())
        .param("state", row.state.name())
        .param("at", utc(row.changedAt))
        .param("day", row.lastDay)
        .param("account", actor.account())
        .param("name", actor.name())
        .param("reason", step.reason())
        .param("note", step.note())
        .param("facts", Json.write(step.facts()))
        .update();
  }

  List<Claim.Event> events(ClaimRow row) {
    return sql.sql(
            """
            select number, kind, state, at, day, account, account_name, reason, note, facts::text as facts from programme.claim_event
            where shard_key = :shard and claim = :claim order by number limit :limit
            """)
        .param("shard", row.shard)
        .param("claim", row.id)
        .param("limit", MAX_EVENTS)
        .query(
            (event, number) -> {
              Map<String, Object> facts = new TreeMap<>();
              Map<?, ?> kept = Json.read(event.getString("facts"), Map.class);
              kept.forEach((name, value) -> facts.put(String.valueOf(name), value));
              return new Claim.Event(
                  event.getInt("number"),
                  Claim.Event.Kind.valueOf(event.getString("kind")),
                  Claim.State.valueOf(event.getString("state")),
                  event.getObject("at", OffsetDateTime.class).toInstant(),
                  event.getObject("day", LocalDate.class),
                  event.getObject("account", UUID.class),
                  event.getString("account_name"),
                  Optional.ofNullable(event.getString("reason")),
                  Optional.ofNullable(event.getString("note")),
                  facts);
            })
        .list();
  }

  /// Takes a bill for a claim.
  ///
  /// @return the other claim that has it, if one has
  Optional<UUID> takeBill(UUID bill, UUID claim) {
    sql.sql(
            "insert into programme.claim_bill (shard_key, bill, claim) values (:shard, :bill, :claim) on conflict do nothing")
        .param("shard", billShard(bill))
        .param("bill", bill)
        .param("claim", claim)
        .update();
    return sql.sql(
            "select claim from programme.claim_bill where shard_key = :shard and bill = :bill and claim <> :claim")
        .param("shard", billShard(bill))
        .param("bill", bill)
        .param("claim", claim)
        .query(UUID.class)
        .optional();
  }

  /// @return whether the photo is this claim's from now on, or was before
  boolean takePhoto(String photo, UUID claim) {
    int shard = photoShard(photo);
    sql.sql(
            "insert into programme.claim_photo (shard_key, photo, claim) values (:shard, :photo, :claim) on conflict do nothing")
        .param("shard", shard)
        .param("photo", photo)
        .param("claim", claim)
        .update();
    return sql.sql(
            "select claim from programme.claim_photo where shard_key = :shard and photo = :photo")
        .param("shard", shard)
        .param("photo", photo)
        .query(UUID.class)
        .single()
        .equals(claim);
  }

  void freeBill(@Nullable UUID bill, UUID claim) {
    if (bill == null) return;
    sql.sql(
            "delete from programme.claim_bill where shard_key = :shard and bill = :bill and claim = :claim")
        .param("shard", billShard(bill))
        .param("bill", bill)
        .param("claim", claim)
        .update();
  }

  private static int photoShard(String photo) {
    return Integer.parseInt(photo, 0, 4, 16) % Shards.COUNT;
  }

  private static int billShard(UUID bill) {
    return Shards.ofId(bill) % Shards.COUNT;
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  ClaimRow row(ResultSet row) throws SQLException {
    ClaimRow claim =
        new ClaimRow(
            row.getInt("shard_key"),
            row.getObject("id", UUID.class),
            new ProgrammeId(row.getString("programme")),
            new PersonId(row.getObject("person", UUID.class)),
            row.getString("currency"),
            new HouseholdId(row.getObject("household", UUID.class)),
            new PlaceCode(row.getString("county")),
            new PlaceCode(row.getString("village")));
    claim.state = Claim.State.valueOf(row.getString("state"));
    claim.version = row.getInt("version");
    claim.hospital = row.getString("hospital");
    claim.admitted = row.getObject("admitted", LocalDate.class);
    claim.discharged = row.getObject("discharged", LocalDate.class);
    claim.billNumber = row.getString("bill_number");
    claim.total = row.getObject("total", Long.class);
    claim.ownShare = row.getObject("own_share", Long.class);
    claim.photos = List.of((String[]) array(row, "photos"));
    claim.secrets =
        Json.read(
            sealing.open(
                KEY,
                claim.id,
                new Sealing.Sealed(row.getBytes("secrets"), row.getInt("secrets_key"))),
            ClaimRow.Secrets.class);
    String how = row.getString("confirmed_how");
    claim.confirmedHow = how == null ? null : Claim.Confirmation.How.valueOf(how);
    OffsetDateTime confirmed = row.getObject("confirmed_at", OffsetDateTime.class);
    claim.confirmedAt = confirmed == null ? null : confirmed.toInstant();
    claim.confirmedPhoto = row.getString("confirmed_photo");
    claim.confirmedTakenBy = row.getObject("confirmed_taken_by", UUID.class);
    claim.bill = row.getObject("bill", UUID.class);
    claim.visit = row.getObject("visit", UUID.class);
    claim.filer = row.getObject("filer", UUID.class);
    claim.filedDay = row.getObject("filed_day", LocalDate.class);
    claim.dueDay = row.getObject("due_day", LocalDate.class);
    claim.daysLeft = row.getObject("days_left", Integer.class);
    claim.enrolment = row.getObject("enrolment", UUID.class);
    claim.policyYear = row.getObject("policy_year", Integer.class);
    claim.rules = row.getObject("rules", Integer.class);
    claim.definition = row.getString("definition");
    claim.counted = row.getObject("counted", Long.class);
    claim.benefit = row.getObject("benefit", Long.class);
    claim.countedBefore = row.getObject("counted_before", Long.class);
    claim.firstReviewer = row.getObject("first_reviewer", UUID.class);
    claim.secondReviewer = row.getObject("second_reviewer", UUID.class);
    claim.barred = new ArrayList<>(Arrays.asList((UUID[]) array(row, "barred")));
    claim.decidedDay = row.getObject("decided_day", LocalDate.class);
    claim.decisionDays = row.getObject("decision_days", Integer.class);
    claim.paymentDays = row.getObject("payment_days", Integer.class);
    claim.appealedDay = row.getObject("appealed_day", LocalDate.class);
    claim.paid = row.getLong("paid");
    claim.waitingForMoney = row.getBoolean("waiting_for_money");
    claim.lastDay = row.getObject("last_day", LocalDate.class);
    claim.changedAt = row.getObject("changed_at", OffsetDateTime.class).toInstant();
    return claim;
  }

  private static Object array(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array.getArray();
  }
}
