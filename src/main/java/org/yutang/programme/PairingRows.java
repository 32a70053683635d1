package org.yutang.programme;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Shards;
import org.yutang.register.PersonId;

/// Who takes part, gifts and their pairings in SQL; asks nobody's permission. Whoever changes a
/// pairing holds the rows of its person and its gift, in this order; only who looks for somebody to
/// pair takes what is free and waits for nothing.
@Component
class PairingRows {

  private static final String PARTICIPANT =
      "select shard_key, programme, person, county, until_day, left_day, pairs, added from programme.participant ";

  private final JdbcClient sql;

  PairingRows(JdbcClient sql) {
    this.sql = sql;
  }

  record Participant(
      int shard,
      ProgrammeId programme,
      PersonId person,
      String county,
      LocalDate until,
      Optional<LocalDate> left,
      int pairs,
      long added) {}

  /// @param pairing the living one
  record GiftRow(
      UUID gift,
      ProgrammeId programme,
      AddedCover.State state,
      boolean refunded,
      int pairings,
      Optional<UUID> pairing) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pair(
      UUID id,
      ProgrammeId programme,
      UUID gift,
      int number,
      PersonId person,
      String county,
      long amount,
      String currency,
      LocalDate day,
      byte @Nullable [] salt) {}

  /// Whoever a settled chunk has enrolled takes part from now on, also who had left in an earlier
  /// year.
  void join(int shard, UUID chunk, LocalDate until) {
    sql.sql(
            """
            insert into programme.participant as p (shard_key, programme, person, county, until_day, turn)
            select e.shard_key, e.programme, e.person, e.county, :until, hashtextextended(e.person::text, 0) from programme.enrolment e
            where e.shard_key = :shard and e.chunk = :chunk order by e.person
            on conflict (shard_key, programme, person) do update set until_day = excluded.until_day, left_day = null, county = excluded.county
            where p.until_day < excluded.until_day
            """)
        .param("until", until)
        .param("shard", shard)
        .param("chunk", chunk)
        .update();
  }

  Optional<Participant> participant(ProgrammeId programme, PersonId person, boolean lock) {
    return sql.sql(
            PARTICIPANT
                + "where shard_key = :shard and programme = :programme and person = :person"
                + (lock ? " for update" : ""))
        .param("shard", person.shard())
        .param("programme", programme.text())
        .param("person", person.value())
        .query((row, number) -> participant(row))
        .optional();
  }

  /// Those with the least, locked; without those whom somebody else holds at the moment.
  List<Participant> next(ProgrammeId programme, LocalDate earliest, int limit) {
    return sql.sql(
            PARTICIPANT
                + """
                where programme = :programme and left_day is null and until_day >= :earliest order by added, turn limit :limit for update skip locked
                """)
        .param("programme", programme.text())
        .param("earliest", earliest)
        .param("limit", limit)
        .query((row, number) -> participant(row))
        .list();
  }

  /// Who takes part although the last day of cover lies before that day.
  List<Participant> lapsing(LocalDate before, int limit) {
    return sql.sql(
            PARTICIPANT
                + "where left_day is null and until_day < :before order by until_day limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query((row, number) -> participant(row))
        .list();
  }

  void leave(Participant who, LocalDate day) {
    bind(
            who,
            "update programme.participant set left_day = :day where shard_key = :shard and programme = :programme and person = :person")
        .param("day", day)
        .update();
  }

  /// What cases of the person have used of the cover that gifts added: what lies above the
  /// ceilings, and of a reversed case what was paid of that and did not come back.
  long used(ProgrammeId programme, PersonId person) {
    return sql.sql(
            """
            select coalesce(sum(case when state = 'REVERSED' then greatest(paid - taken_back - (benefit - from_gifts), 0) else from_gifts end), 0)::bigint
            from programme.case_file where shard_key = :shard and person = :person and programme = :programme
              and state in ('APPROVED', 'GRANTED', 'COMPLETED', 'REVERSED') and from_gifts > 0
            """)
        .param("shard", person.shard())
        .param("person", person.value())
        .param("programme", programme.text())
        .query(Long.class)
        .single();
  }

  /// False if the gift was added before.
  boolean insert(ProgrammeId programme, UUID gift, Instant at) {
    return sql.sql(
                """
                insert into programme.gift_cover (shard_key, gift, programme, state, added_at) values (:shard, :gift, :programme, 'WAITING', :at)
                on conflict do nothing
                """)
            .param("shard", Shards.ofId(gift))
            .param("gift", gift)
            .param("programme", programme.text())
            .param("at", at.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  Optional<GiftRow> gift(UUID gift, boolean lock) {
    return gifts(
            "where shard_key = any (:shards) and gift = any (:gifts)" + (lock ? " for update" : ""),
            List.of(gift))
        .stream()
        .findFirst();
  }

  List<GiftRow> gifts(Collection<UUID> gifts) {
    return gifts("where shard_key = any (:shards) and gift = any (:gifts)", gifts);
  }

  private List<GiftRow> gifts(String where, Collection<UUID> gifts) {
    return sql.sql(
            "select gift, programme, state, refunded, pairings, pairing from programme.gift_cover "
                + where)
        .param("shards", shards(gifts))
        .param("gifts", gifts.toArray(UUID[]::new))
        .query((row, number) -> gift(row))
        .list();
  }

  /// Those that wait longest, locked; without those that somebody else holds at the moment.
  List<GiftRow> waiting(ProgrammeId programme, int limit) {
    return sql.sql(
            """
            select gift, programme, state, refunded, pairings, pairing from programme.gift_cover
            where programme = :programme and state = 'WAITING' order by added_at, gift limit :limit for update skip locked
            """)
        .param("programme", programme.text())
        .param("limit", limit)
        .query((row, number) -> gift(row))
        .list();
  }

  /// Writes pairings of gifts and people that are held, one each.
  void pair(List<Pair> pairs, Instant at) {
    sql.sql(
            """
            insert into programme.pairing (shard_key, id, programme, gift, number, person, county, amount, currency, business_date, salt, paired_at)
            select s, i, :programme, g, n, p, c, :amount, :currency, :day, decode(x, 'hex'), :at
            from unnest(:shards::int[], :ids::uuid[], :gifts::uuid[], :numbers::int[], :persons::uuid[], :counties::text[], :salts::text[])
              as u (s, i, g, n, p, c, x)
            """)
        .param("programme", pairs.getFirst().programme().text())
        .param("amount", pairs.getFirst().amount())
        .param("currency", pairs.getFirst().currency())
        .param("day", pairs.getFirst().day())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("shards", pairs.stream().map(each -> Shards.ofId(each.id())).toArray(Integer[]::new))
        .param("ids", texts(pairs, Pair::id))
        .param("gifts", texts(pairs, Pair::gift))
        .param("numbers", pairs.stream().map(Pair::number).toArray(Integer[]::new))
        .param("persons", texts(pairs, Pair::person))
        .param("counties", texts(pairs, Pair::county))
        .param("salts", texts(pairs, each -> HexFormat.of().formatHex(each.salt())))
        .update();
    sql.sql(
            """
            update programme.gift_cover g set state = 'PAIRED', pairing = u.i, pairings = u.n
            from unnest(:shards::int[], :gifts::uuid[], :ids::uuid[], :numbers::int[]) as u (s, g, i, n) where g.shard_key = u.s and g.gift = u.g
            """)
        .param("shards", shards(pairs.stream().map(Pair::gift).toList()))
        .param("gifts", texts(pairs, Pair::gift))
        .param("ids", texts(pairs, Pair::id))
        .param("numbers", pairs.stream().map(Pair::number).toArray(Integer[]::new))
        .update();
    sql.sql(
            """
            update programme.participant p set pairs = p.pairs + 1, added = p.added + :amount
            from unnest(:shards::int[], :persons::uuid[]) as u (s, i) where p.shard_key = u.s and p.programme = :programme and p.person = u.i
            """)
        .param("amount", pairs.getFirst().amount())
        .param("programme", pairs.getFirst().programme().text())
        .param("shards", pairs.stream().map(each -> Shards.ofId(each.id())).toArray(Integer[]::new))
        .param("persons", texts(pairs, Pair::person))
        .update();
  }

  List<Pair> pairs(Collection<UUID> ids) {
    return sql.sql(
            """
            select id, programme, gift, number, person, county, amount, currency, business_date, salt from programme.pairing
            where shard_key = any (:shards) and id = any (:ids) order by id
            """)
        .param("shards", shards(ids))
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, number) -> pair(row))
        .list();
  }

  /// Whether cases have used some of what this living pairing added; what was added first is used
  /// first.
  boolean isUsed(Pair pair, long used) {
    return sql.sql(
            """
            select coalesce(sum(o.amount), 0) < :used from programme.pairing p
            left join programme.pairing o on o.shard_key = p.shard_key and o.programme = p.programme and o.person = p.person and o.ended_day is null
              and (o.paired_at, o.id) < (p.paired_at, p.id)
            where p.shard_key = :shard and p.id = :id
            """)
        .param("used", used)
        .param("shard", Shards.ofId(pair.id()))
        .param("id", pair.id())
        .query(Boolean.class)
        .single();
  }

  /// Ends one living pairing of somebody who is held, because its gift went back.
  void takeBack(Participant who, Pair pair, LocalDate day) {
    sql.sql(
            "update programme.pairing set ended_day = :day, ended_why = 'REFUNDED' where shard_key = :shard and id = :id")
        .param("day", day)
        .param("shard", Shards.ofId(pair.id()))
        .param("id", pair.id())
        .update();
    lessen(who, 1, pair.amount());
  }

  void refunded(UUID gift, AddedCover.State state) {
    sql.sql(
            """
            update programme.gift_cover set refunded = true, state = :state, pairing = case when :state = 'PAIRED' then pairing end
            where shard_key = :shard and gift = :gift
            """)
        .param("state", state.name())
        .param("shard", Shards.ofId(gift))
        .param("gift", gift)
        .update();
  }

  /// Ends the living pairings of somebody who is held, but for those that were used; their gifts
  /// wait, unless their money went back meanwhile.
  void release(Participant who, long used, LocalDate day) {
    record Released(UUID gift, long amount) {}
    List<Released> released =
        bind(
                who,
                """
                with ranked as (
                  select id, sum(amount) over (order by paired_at, id) - amount as before from programme.pairing
                  where shard_key = :shard and programme = :programme and person = :person and ended_day is null
                )
                update programme.pairing p set ended_day = :day, ended_why = 'LEFT' from ranked r
                where p.shard_key = :shard and p.id = r.id and r.before >= :used returning p.gift, p.amount
                """)
            .param("used", used)
            .param("day", day)
            .query((row, number) -> new Released(row.getObject(1, UUID.class), row.getLong(2)))
            .list();
    if (released.isEmpty()) return;
    lessen(who, released.size(), released.stream().mapToLong(Released::amount).sum());
    List<UUID> gifts = released.stream().map(Released::gift).toList();
    sql.sql(
            """
            update programme.gift_cover g set state = case when refunded then 'TAKEN_BACK' else 'WAITING' end, pairing = null
            from unnest(:shards::int[], :gifts::uuid[]) as u (s, g) where g.shard_key = u.s and g.gift = u.g
            """)
        .param("shards", shards(gifts))
        .param("gifts", gifts.stream().map(UUID::toString).toArray(String[]::new))
        .update();
  }

  private void lessen(Participant who, int pairs, long amount) {
    bind(
            who,
            """
            update programme.participant set pairs = pairs - :pairs, added = added - :amount
            where shard_key = :shard and programme = :programme and person = :person
            """)
        .param("pairs", pairs)
        .param("amount", amount)
        .update();
  }

  /// The gifts of living pairings of a person, the newest first.
  List<UUID> giftsOf(Participant who, int limit) {
    return bind(
            who,
            """
            select gift from programme.pairing where shard_key = :shard and programme = :programme and person = :person and ended_day is null
            order by paired_at desc, id desc limit :limit
            """)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /// Whether at least so many take part in a county.
  boolean areAtLeast(ProgrammeId programme, String county, int people) {
    return sql.sql(
                "select count(*) from (select 1 from programme.participant where programme = :programme and county = :county and left_day is null limit :people) few")
            .param("programme", programme.text())
            .param("county", county)
            .param("people", people)
            .query(Long.class)
            .single()
        == people;
  }

  /// Of those who take part: how many, their pairs and what these add; and how many gifts wait.
  List<Long> sums(ProgrammeId programme) {
    return sql.sql(
            """
            select count(*) filter (where left_day is null), coalesce(sum(pairs), 0)::bigint, coalesce(sum(added), 0)::bigint,
              (select count(*) from programme.gift_cover where programme = :programme and state = 'WAITING')
            from programme.participant where programme = :programme
            """)
        .param("programme", programme.text())
        .query(
            (row, number) ->
                List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
        .single();
  }

  private JdbcClient.StatementSpec bind(Participant who, String statement) {
    return sql.sql(statement)
        .param("shard", who.shard())
        .param("programme", who.programme().text())
        .param("person", who.person().value());
  }

  private static Integer[] shards(Collection<UUID> ids) {
    return ids.stream().map(Shards::ofId).toArray(Integer[]::new);
  }

  private static String[] texts(List<Pair> pairs, Function<Pair, ?> value) {
    return pairs.stream().map(each -> String.valueOf(value.apply(each))).toArray(String[]::new);
  }

  private static Participant participant(ResultSet row) throws SQLException {
    return new Participant(
        row.getInt("shard_key"),
        new ProgrammeId(row.getString("programme")),
        new PersonId(row.getObject("person", UUID.class)),
        row.getString("county"),
        row.getObject("until_day", LocalDate.class),
        Optional.ofNullable(row.getObject("left_day", LocalDate.class)),
        row.getInt("pairs"),
        row.getLong("added"));
  }

  private static GiftRow gift(ResultSet row) throws SQLException {
    return new GiftRow(
        row.getObject("gift", UUID.class),
        new ProgrammeId(row.getString("programme")),
        AddedCover.State.valueOf(row.getString("state")),
        row.getBoolean("refunded"),
        row.getInt("pairings"),
        Optional.ofNullable(row.getObject("pairing", UUID.class)));
  }

  private static Pair pair(ResultSet row) throws SQLException {
    return new Pair(
        row.getObject("id", UUID.class),
        new ProgrammeId(row.getString("programme")),
        row.getObject("gift", UUID.class),
        row.getInt("number"),
        new PersonId(row.getObject("person", UUID.class)),
        row.getString("county"),
        row.getLong("amount"),
        row.getString("currency"),
        row.getObject("business_date", LocalDate.class),
        row.getBytes("salt"));
  }
}
