package org.yutang.incubation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Text;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;
import org.yutang.store.Transactions;

/// What all who work here share: who may, what time it is, which words are sound.
@Component
class Desk {

  final JdbcClient sql;
  final Transactions transactions;
  private final Access access;
  private final Audit audit;
  private final Register register;
  private final Clock clock;

  Desk(
      JdbcClient sql,
      Transactions transactions,
      Access access,
      Audit audit,
      Register register,
      Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.access = access;
    this.audit = audit;
    this.register = register;
    this.clock = clock;
  }

  void require(Actor actor, Permission permission, PlaceCode county) {
    access.require(actor, permission, county);
  }

  void requireSomewhere(Actor actor, Permission permission) {
    access.requireSomewhere(actor, permission);
  }

  void requireCounty(PlaceCode county) {
    if (register.getPlace(county).level() != PlaceLevel.COUNTY) throw bad("county");
  }

  void record(
      Actor actor, String action, PlaceCode place, UUID subject, Map<String, String> facts) {
    audit.record(actor, action, place, subject.toString(), facts);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static PlaceCode place(ResultSet row, String column) throws SQLException {
    return new PlaceCode(row.getString(column));
  }

  static Text text(ResultSet row, String name) throws SQLException {
    return new Text(row.getString(name + "_zh"), row.getString(name + "_en"));
  }

  static Refusal bad(String field) {
    return new Refusal(IncubationRefusal.BAD_FIELD, Map.of("field", field));
  }

  static Refusal unknown(String what, UUID id) {
    return new Refusal(IncubationRefusal.UNKNOWN, Map.of("what", what, "id", id.toString()));
  }

  static Refusal reused(UUID id) {
    return new Refusal(IncubationRefusal.ID_REUSED, Map.of("id", id.toString()));
  }

  static Refusal notNow(Enum<?> state) {
    return new Refusal(IncubationRefusal.NOT_NOW, Map.of("state", state.name()));
  }

  /// Stripped; refuses what is empty, too long or holds control characters other than line ends.
  static String words(String field, String text, int most) {
    String words = text.strip();
    if (words.isEmpty()
        || words.length() > most
        || words.chars().anyMatch(c -> (Character.isISOControl(c) && c != '\n') || c >= 0xFFFE))
      throw bad(field);
    return words;
  }

  static Text both(String field, Text text, int most) {
    return new Text(words(field, text.zh(), most), words(field, text.en(), most));
  }

  static <T> T same(Optional<T> there, T asked, UUID id) {
    if (!there.orElseThrow().equals(asked)) throw reused(id);
    return asked;
  }
}
