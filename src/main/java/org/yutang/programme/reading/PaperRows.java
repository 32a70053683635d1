package org.yutang.programme.reading;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.PaperReading.State;
import org.yutang.programme.Papers;
import org.yutang.store.Json;
import org.yutang.store.Sealing;

/// Photos that are to be read or were; asks nobody's permission.
@Component
public class PaperRows {

  private static final String KEY = "programme-paper";

  /// A shorter number is another hospital's as well.
  private static final int OWN_NUMBER = 8;

  /// The most candidates that are compared, and matches of a photo.
  private static final int MAX_MATCHES = 200;

  private static final Duration OLD = Duration.ofMinutes(1);

  private final JdbcClient sql;
  private final Sealing sealing;
  private final boolean wanted;

  PaperRows(JdbcClient sql, Sealing sealing, @Value("${yutang.read-photos:true}") boolean wanted) {
    this.wanted = wanted;
    this.sql = sql;
    this.sealing = sealing;
  }

  /// A photo that somebody has to read.
  ///
  /// @param tries with this one
  /// @param old whether it has waited for so long that nobody is looking on
  record Taken(String photo, int tries, boolean old) {}

  /// Another case's photo that is alike.
  ///
  /// @param owner the case that it was read for
  public record Match(UUID owner, String photo, Set<Papers.Why> why) {
    public Match {
      why = Set.copyOf(why);
    }
  }

  /// Wants a photo read, in the transaction that is open; nothing where this house reads none.
  ///
  /// @param owner the case whose it is
  public void want(String photo, UUID owner) {
    if (!wanted) return;
    sql.sql(
            """
            insert into programme.paper (shard_key, photo, case_file, state) values (:shard, :photo, :owner, 'WAITING')
            on conflict do nothing
            """)
        .param("shard", shard(photo))
        .param("photo", photo)
        .param("owner", owner)
        .update();
  }

  /// The newest photo that waits, for this process alone during `lease`: somebody may be looking at
  /// its form. What failed before comes after all others.
  Optional<Taken> take(UUID reader, Duration lease) {
    return sql.sql(
            """
            update programme.paper p set tries = p.tries + 1, taken_by = :reader, taken_until = clock_timestamp() + make_interval(secs => :lease)
            from (
              select shard_key, photo from programme.paper
              where state = 'WAITING' and (taken_until is null or taken_until < clock_timestamp())
              order by tries, wanted_at desc limit 1 for update skip locked
            ) next
            where p.shard_key = next.shard_key and p.photo = next.photo
            returning p.photo, p.tries, p.wanted_at < clock_timestamp() - make_interval(secs => :old)
            """)
        .param("reader", reader)
        .param("lease", lease.toSeconds())
        .param("old", OLD.toSeconds())
        .query((row, nth) -> new Taken(row.getString(1), row.getInt(2), row.getBoolean(3)))
        .optional();
  }

  /// Keeps what was read; the first one who has read it counts.
  void put(PaperReading reading, @Nullable Look look) {
    Sealing.Sealed sealed = sealing.seal(KEY, about(reading.photo()), Json.write(reading));
    boolean shown = look != null && !look.isFlat();
    sql.sql(
            """
            update programme.paper set state = :state, taken_until = null, read_at = clock_timestamp(), secrets = :secrets, secrets_key = :key,
              number_mark = :number, visit_mark = :visit, look = :look, bands = :bands
            where shard_key = :shard and photo = :photo and state = 'WAITING'
            """)
        .param("state", reading.state().name())
        .param("secrets", sealed.bytes())
        .param("key", sealed.keyVersion())
        .param("number", numberMark(reading).orElse(null))
        .param("visit", visitMark(reading).orElse(null))
        .param("look", shown && look != null ? look.bits() : null)
        .param(
            "bands", shown && look != null ? look.bands().toArray(Integer[]::new) : new Integer[0])
        .param("shard", shard(reading.photo()))
        .param("photo", reading.photo())
        .update();
  }

  /// Lets go what that reader had taken when it was killed.
  void releaseAll(UUID reader) {
    sql.sql(
            """
            update programme.paper set taken_by = null, taken_until = null
            where state = 'WAITING' and taken_by = :reader and taken_until is not null
            """)
        .param("reader", reader)
        .update();
  }

  /// Lets it be taken again, by anybody.
  void release(String photo) {
    sql.sql(
            "update programme.paper set taken_until = null where shard_key = :shard and photo = :photo")
        .param("shard", shard(photo))
        .param("photo", photo)
        .update();
  }

  public Optional<PaperReading> find(String photo) {
    return sql.sql(
            "select state, secrets, secrets_key from programme.paper where shard_key = :shard and photo = :photo")
        .param("shard", shard(photo))
        .param("photo", photo)
        .query((row, nth) -> reading(photo, row))
        .optional();
  }

  private PaperReading reading(String photo, ResultSet row) throws SQLException {
    byte[] bytes = row.getBytes("secrets");
    if (bytes == null) return PaperReading.empty(photo, State.valueOf(row.getString("state")));
    Sealing.Sealed sealed = new Sealing.Sealed(bytes, row.getInt("secrets_key"));
    return Json.read(sealing.open(KEY, about(photo), sealed), PaperReading.class);
  }

  /// Photos of other cases that show the same number, the same amount and day, or the same picture.
  public List<Match> matches(String photo, UUID owner) {
    return sql
        .sql(
            """
            with mine as (select number_mark, visit_mark, look, bands from programme.paper where shard_key = :shard and photo = :photo),
            alike as (
              select p.case_file, p.photo, p.number_mark, p.visit_mark, p.look from programme.paper p, mine where p.number_mark = mine.number_mark
              union select p.case_file, p.photo, p.number_mark, p.visit_mark, p.look from programme.paper p, mine where p.visit_mark = mine.visit_mark
              union select p.case_file, p.photo, p.number_mark, p.visit_mark, p.look from programme.paper p, mine where p.bands && mine.bands
            )
            select alike.case_file, alike.photo, alike.number_mark = mine.number_mark as same_number, alike.visit_mark = mine.visit_mark as same_visit,
              bit_count(('x' || encode(alike.look, 'hex'))::bit(256) # ('x' || encode(mine.look, 'hex'))::bit(256)) <= :bits as same_picture
            from alike, mine where alike.case_file <> :owner limit :limit
            """)
        .param("shard", shard(photo))
        .param("photo", photo)
        .param("bits", Papers.SAME_PICTURE_BITS)
        .param("owner", owner)
        .param("limit", MAX_MATCHES)
        .query((row, nth) -> match(row))
        .list()
        .stream()
        .filter(match -> !match.why().isEmpty())
        .toList();
  }

  private static Match match(ResultSet row) throws SQLException {
    Set<Papers.Why> why = EnumSet.noneOf(Papers.Why.class);
    if (row.getBoolean("same_number")) why.add(Papers.Why.SAME_NUMBER);
    if (row.getBoolean("same_visit")) why.add(Papers.Why.SAME_AMOUNT_AND_DAY);
    if (row.getBoolean("same_picture")) why.add(Papers.Why.SAME_PICTURE);
    return new Match(row.getObject("case_file", UUID.class), row.getString("photo"), why);
  }

  /// Without the hospital where the number is long enough: its name may be misread.
  private Optional<UUID> numberMark(PaperReading reading) {
    return reading
        .find(Name.BILL_NUMBER)
        .map(field -> field.value().replaceAll("[^0-9A-Za-z]", ""))
        .filter(number -> !number.isEmpty())
        .flatMap(
            number ->
                number.length() >= OWN_NUMBER
                    ? Optional.of(number)
                    : reading.find(Name.HOSPITAL).map(field -> number + " " + field.value()))
        .map(text -> sealing.mark(KEY, "number " + text));
  }

  private Optional<UUID> visitMark(PaperReading reading) {
    return reading
        .find(Name.TOTAL)
        .flatMap(
            total ->
                reading
                    .find(Name.ADMITTED)
                    .or(() -> reading.find(Name.INVOICE_DAY))
                    .map(day -> sealing.mark(KEY, "visit " + total.value() + " " + day.value())));
  }

  private static UUID about(String photo) {
    return Uuids.named("programme-paper", photo);
  }

  /// As photos of cases are sharded everywhere.
  private static int shard(String photo) {
    return Integer.parseInt(photo, 0, 4, 16) % Shards.COUNT;
  }
}
