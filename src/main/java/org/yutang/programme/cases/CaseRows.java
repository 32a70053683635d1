package org.yutang.programme.cases;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeId;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;
import org.yutang.store.Json;
import org.yutang.store.Sealing;

/// Cases and their events in SQL, one case at a time; asks nobody's permission.
@Component
class CaseRows {

  static final String COLUMNS =
      """
      select shard_key, id, programme, kind, policy_year, rules, definition, person, household, county, village, channel, state, version, stage, stage_role,
        escalates_to, answers::text as answers, evidence::text as evidence, secrets, secrets_key, payee_mark, confirmed_how, confirmed_at, confirmed_photo,
        confirmed_taken_by, filer, filed_day, due_day, days_left, slot, mark, enrolment, terms, facts::text as facts, agreed_by, barred, lines::text as lines, counted,
        reduced_to, granted::text as granted, reason, currency, benefit, from_gifts, reserved, rank, score, decided_by, decided_day, decided_at, decision_days, payment_days, appealed_day, waiting_for, promised, paid,
        released, taken_back, last_day, changed_at
      from programme.case_file
      """;

  private static final String KEY = "programme-case";
  private static final int MAX_EVENTS = 1000;

  private final JdbcClient sql;
  private final Sealing sealing;

  CaseRows(JdbcClient sql, Sealing sealing) {
    this.sql = sql;
    this.sealing = sealing;
  }

  Optional<CaseRow> find(UUID id) {
    return one(id, "");
  }

  /// For a command: nobody else changes it until the transaction ends.
  Optional<CaseRow> lock(UUID id) {
    return one(id, " for update");
  }

  private Optional<CaseRow> one(UUID id, String lock) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return sql.sql(COLUMNS + "where shard_key = :shard and id = :id" + lock)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> row(row))
        .optional();
  }

  /// @return false where somebody else inserted it meanwhile
  boolean insert(CaseRow row) {
    return write(
            """
            insert into programme.case_file (shard_key, id, programme, kind, policy_year, rules, definition, person, household, county, village, channel, state,
              version, answers, evidence, secrets, secrets_key, payee_mark, confirmed_how, confirmed_at, confirmed_photo, confirmed_taken_by, barred, currency,
              last_day, changed_at)
            values (:shard, :id, :programme, :kind, :policyYear, :rules, :definition, :person, :household, :county, :village, :channel, :state, :version,
              :answers::jsonb, :evidence::jsonb, :secrets, :secretsKey, :payeeMark, :how, :confirmedAt, :confirmedPhoto, :takenBy, :barred, :currency,
              :lastDay, :changedAt)
            on conflict do nothing
            """,
            row)
        == 1;
  }

  void update(CaseRow row) {
    int changed =
        write(
            """
            update programme.case_file set policy_year = :policyYear, rules = :rules, definition = :definition, household = :household, county = :county,
              village = :village, channel = :channel, state = :state, version = :version, stage = :stage, stage_role = :stageRole,
              escalates_to = :escalatesTo, answers = :answers::jsonb, evidence = :evidence::jsonb, secrets = :secrets, secrets_key = :secretsKey,
              payee_mark = :payeeMark, confirmed_how = :how, confirmed_at = :confirmedAt, confirmed_photo = :confirmedPhoto, confirmed_taken_by = :takenBy,
              filer = :filer, filed_day = :filedDay, due_day = :dueDay, days_left = :daysLeft, slot = :slot, mark = :mark,
              enrolment = :enrolment, terms = :terms, facts = :facts::jsonb, agreed_by = :agreedBy,
              barred = :barred, lines = :lines::jsonb, counted = :counted, reduced_to = :reducedTo, granted = :granted::jsonb, reason = :reason,
              benefit = :benefit, from_gifts = :fromGifts, reserved = :reserved, rank = :rank, score = :score,
              decided_by = :decidedBy, decided_day = :decidedDay, decided_at = :decidedAt, decision_days = :decisionDays, payment_days = :paymentDays, appealed_day = :appealedDay,
              waiting_for = :waitingFor, promised = :promised, paid = :paid, released = :released, taken_back = :takenBack, last_day = :lastDay,
              changed_at = :changedAt
            where shard_key = :shard and id = :id and version = :version - 1
            """,
            row);
    if (changed != 1) throw new IllegalStateException("case " + row.id + " changed under its lock");
  }

  private int write(String statement, CaseRow row) {
    Sealing.Sealed secrets = sealing.seal(KEY, row.id, Json.write(row.secrets));
    return sql.sql(statement)
        .param("shard", row.shard)
        .param("id", row.id)
        .param("programme", row.programme.text())
        .param("kind", row.kind)
        .param("policyYear", row.policyYear)
        .param("rules", row.rules)
        .param("definition", row.definition)
        .param("person", row.person.value())
        .param("household", row.household.value())
        .param("county", row.county.text())
        .param("village", row.village.text())
        .param("channel", row.channel.name())
        .param("state", row.state.name())
        .param("version", row.version)
        .param("stage", row.stage)
        .param("stageRole", name(row.stageRole))
        .param("escalatesTo", name(row.escalatesTo))
        .param("answers", Json.write(row.answers))
        .param("evidence", Json.write(row.evidence))
        .param("secrets", secrets.bytes())
        .param("secretsKey", secrets.keyVersion())
        .param("payeeMark", row.payeeMark)
        .param("how", name(row.confirmedHow))
        .param("confirmedAt", utc(row.confirmedAt))
        .param("confirmedPhoto", row.confirmedPhoto)
        .param("takenBy", row.confirmedTakenBy)
        .param("filer", row.filer)
        .param("filedDay", row.filedDay)
        .param("dueDay", row.dueDay)
        .param("daysLeft", row.daysLeft)
        .param("slot", row.slot)
        .param("mark", row.mark)
        .param("enrolment", row.enrolment)
        .param("terms", row.terms)
        .param("facts", Json.write(row.facts))
        .param("agreedBy", row.agreedBy)
        .param("barred", row.barred.toArray(UUID[]::new))
        .param("lines", Json.write(row.figures.lines()))
        .param("counted", row.figures.counted())
        .param("reducedTo", row.figures.reducedTo())
        .param("granted", row.granted == null ? null : Json.write(row.granted))
        .param("reason", row.reason)
        .param("currency", row.currency)
        .param("benefit", row.benefit)
        .param("fromGifts", row.fromGifts)
        .param("reserved", row.reserved)
        .param("rank", row.rank)
        .param("score", row.score)
        .param("decidedBy", row.decidedBy)
        .param("decidedDay", row.decidedDay)
        .param("decidedAt", utc(row.decidedAt))
        .param("decisionDays", row.decisionDays)
        .param("paymentDays", row.paymentDays)
        .param("appealedDay", row.appealedDay)
        .param("waitingFor", name(row.waitingFor))
        .param("promised", row.promised)
        .param("paid", row.paid)
        .param("released", row.released)
        .param("takenBack", row.takenBack)
        .param("lastDay", row.lastDay)
        .param("changedAt", utc(row.changedAt))
        .update();
  }

  /// Notes what goes back to the fund, which is no step of the case; under its lock.
  void release(CaseRow row, long amount) {
    sql.sql(
            "update programme.case_file set released = released + :amount where shard_key = :shard and id = :id")
        .param("amount", amount)
        .param("shard", row.shard)
        .param("id", row.id)
        .update();
  }

  /// Whose turn it is among those that wait for money or a seat: those that were tried longest ago,
  /// of whom the longest waiting of each programme in turn. Locks them until the transaction ends
  /// and notes that they are tried; leaves out whom somebody else has locked or has tried
  /// meanwhile.
  ///
  /// @return the longest waiting first
  List<UUID> waiting(int limit, Instant now) {
    record Waiting(UUID id, Instant since) {}
    return sql
        .sql(
            """
            with turns as (
              select shard_key, id, decided_at, tried_at, row_number() over (partition by programme, tried_at order by decided_at, id) as turn
              from programme.case_file where waiting_for is not null),
            next as (
              select f.shard_key, f.id from turns t join programme.case_file f on f.shard_key = t.shard_key and f.id = t.id
              where f.waiting_for is not null and f.tried_at is not distinct from t.tried_at
              order by t.tried_at nulls first, t.turn, t.decided_at, t.id limit :limit for update of f skip locked)
            update programme.case_file f set tried_at = :now from next where f.shard_key = next.shard_key and f.id = next.id
            returning f.id, f.decided_at
            """)
        .param("limit", limit)
        .param("now", utc(now))
        .query(
            (row, number) ->
                new Waiting(
                    row.getObject(1, UUID.class),
                    row.getObject(2, OffsetDateTime.class).toInstant()))
        .list()
        .stream()
        .sorted(Comparator.comparing(Waiting::since).thenComparing(Waiting::id))
        .map(Waiting::id)
        .toList();
  }

  /// What is added to the timeline with a new version of the row.
  record Step(
      Case.Event.Kind kind, @Nullable String stage, @Nullable String note, Map<String, ?> facts) {

    static Step of(Case.Event.Kind kind) {
      return new Step(kind, null, null, Map.of());
    }

    static Step noted(Case.Event.Kind kind, String note) {
      return of(kind).saying(note);
    }

    Step at(String stage) {
      return new Step(kind, stage, note, facts);
    }

    Step saying(String note) {
      return new Step(kind, stage, note.isBlank() ? null : note, facts);
    }

    Step with(Map<String, ?> facts) {
      return new Step(kind, stage, note, facts);
    }
  }

  void addEvent(CaseRow row, Actor actor, Step step) {
    sql.sql(
            """
            insert into programme.case_event (shard_key, case_file, number, kind, state, stage, at, day, account, account_name, note, facts)
            values (:shard, :case, :number, :kind, :state, :stage, :at, :day, :account, :name, :note, :facts::jsonb)
            """)
        .param("shard", row.shard)
        .param("case", row.id)
        .param("number", row.version)
        .param("kind", step.kind().name())
        .param("state", row.state.name())
        .param("stage", step.stage())
        .param("at", utc(row.changedAt))
        .param("day", row.lastDay)
        .param("account", actor.account())
        .param("name", actor.name())
        .param("note", step.note())
        .param("facts", Json.write(step.facts()))
        .update();
  }

  List<Case.Event> events(CaseRow row) {
    return sql.sql(
            """
            select number, kind, state, stage, at, day, account, account_name, note, facts::text as facts from programme.case_event
            where shard_key = :shard and case_file = :case order by number limit :limit
            """)
        .param("shard", row.shard)
        .param("case", row.id)
        .param("limit", MAX_EVENTS)
        .query(
            (event, number) ->
                new Case.Event(
                    event.getInt("number"),
                    Case.Event.Kind.valueOf(event.getString("kind")),
                    Case.State.valueOf(event.getString("state")),
                    Optional.ofNullable(event.getString("stage")),
                    event.getObject("at", OffsetDateTime.class).toInstant(),
                    event.getObject("day", LocalDate.class),
                    event.getObject("account", UUID.class),
                    event.getString("account_name"),
                    Optional.ofNullable(event.getString("note")),
                    facts(event.getString("facts"))))
        .list();
  }

  /// @return whether the photo is this case's from now on, or was before
  boolean takePhoto(String photo, UUID id) {
    int shard = Integer.parseInt(photo, 0, 4, 16) % Shards.COUNT;
    sql.sql(
            "insert into programme.case_photo (shard_key, photo, case_file) values (:shard, :photo, :case) on conflict do nothing")
        .param("shard", shard)
        .param("photo", photo)
        .param("case", id)
        .update();
    return sql.sql(
            "select case_file from programme.case_photo where shard_key = :shard and photo = :photo")
        .param("shard", shard)
        .param("photo", photo)
        .query(UUID.class)
        .single()
        .equals(id);
  }

  /// Judges have nothing more to write.
  void closeSheets(CaseRow row) {
    sql.sql(
            "update programme.case_sheet set open = false where shard_key = :shard and case_file = :case and open")
        .param("shard", row.shard)
        .param("case", row.id)
        .update();
  }

  boolean hasPhoto(String photo, UUID id) {
    if (!photo.matches("[0-9a-f]{64}")) return false;
    return sql.sql(
                "select count(*) from programme.case_photo where shard_key = :shard and photo = :photo and case_file = :case")
            .param("shard", Integer.parseInt(photo, 0, 4, 16) % Shards.COUNT)
            .param("photo", photo)
            .param("case", id)
            .query(Long.class)
            .single()
        == 1;
  }

  static @Nullable OffsetDateTime utc(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  CaseRow row(ResultSet row) throws SQLException {
    CaseRow file =
        new CaseRow(
            row.getInt("shard_key"),
            row.getObject("id", UUID.class),
            new ProgrammeId(row.getString("programme")),
            row.getString("kind"),
            new PersonId(row.getObject("person", UUID.class)),
            row.getString("currency"),
            row.getString("definition"),
            new HouseholdId(row.getObject("household", UUID.class)),
            new PlaceCode(row.getString("county")),
            new PlaceCode(row.getString("village")),
            CaseKind.Channel.valueOf(row.getString("channel")));
    file.policyYear = row.getInt("policy_year");
    file.rules = row.getInt("rules");
    file.state = Case.State.valueOf(row.getString("state"));
    file.version = row.getInt("version");
    file.stage = row.getInt("stage");
    file.stageRole = word(Role.class, row.getString("stage_role"));
    file.escalatesTo = word(Role.class, row.getString("escalates_to"));
    file.answers = facts(row.getString("answers"));
    file.evidence = evidence(row.getString("evidence"));
    CaseRow.Secrets secrets =
        Json.read(
            sealing.open(
                KEY,
                file.id,
                new Sealing.Sealed(row.getBytes("secrets"), row.getInt("secrets_key"))),
            CaseRow.Secrets.class);
    file.secrets =
        new CaseRow.Secrets(
            Answers.normal(secrets.answers()),
            secrets.payeeName(),
            secrets.payeeAccount(),
            secrets.witness());
    file.payeeMark = row.getObject("payee_mark", UUID.class);
    file.confirmedHow = word(Case.Confirmation.How.class, row.getString("confirmed_how"));
    file.confirmedAt = instant(row, "confirmed_at");
    file.confirmedPhoto = row.getString("confirmed_photo");
    file.confirmedTakenBy = row.getObject("confirmed_taken_by", UUID.class);
    readDecision(row, file);
    file.promised = row.getLong("promised");
    file.paid = row.getLong("paid");
    file.released = row.getLong("released");
    file.takenBack = row.getLong("taken_back");
    file.lastDay = row.getObject("last_day", LocalDate.class);
    file.changedAt = row.getObject("changed_at", OffsetDateTime.class).toInstant();
    return file;
  }

  private static void readDecision(ResultSet row, CaseRow file) throws SQLException {
    file.filer = row.getObject("filer", UUID.class);
    file.filedDay = row.getObject("filed_day", LocalDate.class);
    file.dueDay = row.getObject("due_day", LocalDate.class);
    file.daysLeft = row.getObject("days_left", Integer.class);
    file.slot = row.getString("slot");
    file.mark = row.getObject("mark", UUID.class);
    file.enrolment = row.getObject("enrolment", UUID.class);
    file.terms = row.getString("terms");
    file.facts = facts(row.getString("facts"));
    file.agreedBy = row.getObject("agreed_by", UUID.class);
    file.barred = new ArrayList<>(Arrays.asList((UUID[]) array(row, "barred")));
    Map<String, Long> lines = new TreeMap<>();
    facts(row.getString("lines")).forEach((line, counted) -> lines.put(line, (Long) counted));
    file.figures =
        new Figures(
            lines,
            row.getObject("counted", Long.class),
            row.getObject("reduced_to", Long.class),
            null);
    String granted = row.getString("granted");
    file.granted = granted == null ? null : Json.read(granted, Figures.class);
    file.reason = row.getString("reason");
    file.benefit = row.getObject("benefit", Long.class);
    file.fromGifts = row.getLong("from_gifts");
    file.reserved = row.getString("reserved");
    file.rank = row.getObject("rank", Integer.class);
    file.score = row.getObject("score", BigDecimal.class);
    file.decidedBy = row.getObject("decided_by", UUID.class);
    file.decidedDay = row.getObject("decided_day", LocalDate.class);
    file.decidedAt = instant(row, "decided_at");
    file.decisionDays = row.getObject("decision_days", Integer.class);
    file.paymentDays = row.getObject("payment_days", Integer.class);
    file.appealedDay = row.getObject("appealed_day", LocalDate.class);
    file.waitingFor = word(Case.Waiting.class, row.getString("waiting_for"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static <E extends Enum<E>> @Nullable E word(Class<E> type, @Nullable String name) {
    return name == null ? null : Enum.valueOf(type, name);
  }

  static Map<String, Object> facts(String json) {
    Map<String, Object> facts = new TreeMap<>();
    Map<?, ?> kept = Json.read(json, Map.class);
    kept.forEach((name, value) -> facts.put(String.valueOf(name), value));
    return new TreeMap<>(Answers.normal(facts));
  }

  private static Map<String, List<String>> evidence(String json) {
    Map<String, List<String>> evidence = new TreeMap<>();
    Map<?, ?> kept = Json.read(json, Map.class);
    kept.forEach(
        (name, photos) -> {
          List<String> ids = new ArrayList<>();
          if (photos instanceof List<?> list) list.forEach(id -> ids.add(String.valueOf(id)));
          evidence.put(String.valueOf(name), ids);
        });
    return evidence;
  }

  static Object array(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array.getArray();
  }
}
