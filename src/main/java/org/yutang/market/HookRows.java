package org.yutang.market;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.Sealing;

/// Hooks and what they are told, in SQL; asks nobody's permission.
@Component
class HookRows {

  private static final String HOOK =
      """
      select id, shop, address, events, low_pieces, sealed, key_version, old_sealed, old_key_version, old_until, made_at, last_error, disabled_at
      from market.hook
      """;

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(3);
  private static final Duration KEPT = Duration.ofDays(30);

  private final JdbcClient sql;

  HookRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param old the secret before, while it signs as well
  record Kept(
      Hooks.Hook hook,
      Sealing.Sealed secret,
      Optional<Sealing.Sealed> old,
      Optional<Instant> oldUntil) {}

  /// A message whose turn it is.
  record Due(UUID hook, long number, UUID id, String body, int tries) {}

  boolean insert(Hooks.New hook, Sealing.Sealed secret, Instant now) {
    return sql.sql(
                """
                insert into market.hook (id, shop, address, events, low_pieces, sealed, key_version, made_at)
                values (:id, :shop, :address, :events, :low, :sealed, :version, :now) on conflict do nothing
                """)
            .param("id", hook.id())
            .param("shop", hook.shop())
            .param("address", hook.address().toString())
            .param("events", hook.events().stream().map(Enum::name).sorted().toArray(String[]::new))
            .param("low", hook.lowPieces())
            .param("sealed", secret.bytes())
            .param("version", secret.keyVersion())
            .param("now", ShopRows.at(now))
            .update()
        == 1;
  }

  Optional<Kept> find(UUID id) {
    return sql.sql(HOOK + "where id = :id and ended_at is null")
        .param("id", id)
        .query((row, _) -> kept(row))
        .optional();
  }

  List<Hooks.Hook> ofShop(UUID shop) {
    return sql.sql(HOOK + "where shop = :shop and ended_at is null order by made_at, id")
        .param("shop", shop)
        .query((row, _) -> kept(row).hook())
        .list();
  }

  /// Those of the shops that are told.
  List<Hooks.Hook> live(Collection<UUID> shops) {
    return sql.sql(
            HOOK
                + "where shop = any (:shops) and ended_at is null and disabled_at is null order by id")
        .param("shops", shops.toArray(UUID[]::new))
        .query((row, _) -> kept(row).hook())
        .list();
  }

  void rotate(UUID id, Sealing.Sealed secret, Instant until) {
    sql.sql(
            """
            update market.hook set old_sealed = sealed, old_key_version = key_version, old_until = :until, sealed = :sealed, key_version = :version
            where id = :id
            """)
        .param("until", ShopRows.at(until))
        .param("sealed", secret.bytes())
        .param("version", secret.keyVersion())
        .param("id", id)
        .update();
  }

  void enable(UUID id, Instant now) {
    sql.sql(
            "update market.hook set disabled_at = null, failing_since = null, last_error = null where id = :id")
        .param("id", id)
        .update();
    sql.sql(
            "update market.hook_message set tries = 0, next_at = :now where hook = :id and next_at is not null")
        .param("now", ShopRows.at(now))
        .param("id", id)
        .update();
  }

  boolean end(UUID id, Instant now) {
    sql.sql("update market.hook_message set next_at = null where hook = :id")
        .param("id", id)
        .update();
    return sql.sql("update market.hook set ended_at = :now where id = :id and ended_at is null")
            .param("now", ShopRows.at(now))
            .param("id", id)
            .update()
        == 1;
  }

  /// Harmless twice: the number is that of what happened.
  void note(UUID hook, long number, UUID id, HookEvent event, String body, Instant now) {
    sql.sql(
            """
            insert into market.hook_message (hook, number, id, event, body, at, next_at) values (:hook, :number, :id, :event, :body, :now, :now)
            on conflict do nothing
            """)
        .param("hook", hook)
        .param("number", number)
        .param("id", id)
        .param("event", event.name())
        .param("body", body)
        .param("now", ShopRows.at(now))
        .update();
  }

  /// @return whether the hook was not told yet that few are left
  boolean low(UUID hook, UUID article) {
    return sql.sql(
                "insert into market.hook_low (hook, sku) values (:hook, :sku) on conflict do nothing")
            .param("hook", hook)
            .param("sku", article)
            .update()
        == 1;
  }

  void notLow(UUID hook, UUID article) {
    sql.sql("delete from market.hook_low where hook = :hook and sku = :sku")
        .param("hook", hook)
        .param("sku", article)
        .update();
  }

  /// An article of which few were left, and from how many on that is.
  record Low(UUID hook, UUID article, int pieces) {}

  List<Low> lows() {
    return sql.sql(
            "select l.hook, l.sku, h.low_pieces from market.hook_low l join market.hook h on h.id = l.hook limit 10000")
        .query(
            (row, _) ->
                new Low(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getInt(3)))
        .list();
  }

  /// Hooks with a message whose turn it is.
  List<UUID> due(Instant now) {
    return sql.sql(
            """
            select distinct m.hook from market.hook_message m join market.hook h on h.id = m.hook and h.ended_at is null and h.disabled_at is null
            where m.next_at <= :now limit 1000
            """)
        .param("now", ShopRows.at(now))
        .query(UUID.class)
        .list();
  }

  /// Takes the hook's first message that was not told, where its time has come. Who dies with it
  /// leaves it for another a minute later.
  Optional<Due> claim(UUID hook, Instant now) {
    return sql.sql(
            """
            update market.hook_message m set next_at = :lease, tries = m.tries + 1, last_at = :now
            from (select number, next_at from market.hook_message where hook = :hook and next_at is not null order by number limit 1) head,
              market.hook h
            where m.hook = :hook and m.number = head.number and m.next_at = head.next_at and head.next_at <= :now
              and h.id = m.hook and h.disabled_at is null and h.ended_at is null
            returning m.hook, m.number, m.id, m.body, m.tries
            """)
        .param("hook", hook)
        .param("now", ShopRows.at(now))
        .param("lease", ShopRows.at(now.plus(LEASE)))
        .query(
            (row, _) ->
                new Due(
                    row.getObject("hook", UUID.class),
                    row.getLong("number"),
                    row.getObject("id", UUID.class),
                    row.getString("body"),
                    row.getInt("tries")))
        .optional();
  }

  void taken(Due due) {
    sql.sql(
            "update market.hook_message set next_at = null, done = true, answer = 'taken' where hook = :hook and number = :number")
        .param("hook", due.hook())
        .param("number", due.number())
        .update();
    sql.sql(
            "update market.hook set failing_since = null, last_error = null where id = :hook and last_error is not null")
        .param("hook", due.hook())
        .update();
  }

  /// @return when it is tried again
  Instant failed(Due due, String error, Instant now) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(due.tries() - 1, 20));
    Instant next = now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    sql.sql(
            "update market.hook_message set next_at = :next, answer = :error where hook = :hook and number = :number")
        .param("next", ShopRows.at(next))
        .param("error", error)
        .param("hook", due.hook())
        .param("number", due.number())
        .update();
    sql.sql(
            "update market.hook set failing_since = coalesce(failing_since, :now), last_error = :error where id = :hook")
        .param("now", ShopRows.at(now))
        .param("error", error)
        .param("hook", due.hook())
        .update();
    return next;
  }

  boolean disable(UUID hook, Instant now) {
    return sql.sql(
                "update market.hook set disabled_at = :now where id = :id and disabled_at is null")
            .param("now", ShopRows.at(now))
            .param("id", hook)
            .update()
        == 1;
  }

  void forget(Instant now) {
    sql.sql("delete from market.hook_message where at < :before and next_at is null")
        .param("before", ShopRows.at(now.minus(KEPT)))
        .update();
  }

  private static final String MESSAGE =
      "select id, event, body, at, tries, last_at, next_at, answer, done from market.hook_message ";

  List<Hooks.Message> messages(UUID hook) {
    return sql.sql(MESSAGE + "where hook = :hook order by number desc limit 100")
        .param("hook", hook)
        .query((row, _) -> message(row))
        .list();
  }

  Optional<Hooks.Message> message(UUID hook, UUID id) {
    return sql.sql(MESSAGE + "where hook = :hook and id = :id")
        .param("hook", hook)
        .param("id", id)
        .query((row, _) -> message(row))
        .optional();
  }

  void again(UUID hook, UUID id, Instant now) {
    sql.sql(
            "update market.hook_message set next_at = :now, tries = 0, done = false where hook = :hook and id = :id")
        .param("now", ShopRows.at(now))
        .param("hook", hook)
        .param("id", id)
        .update();
  }

  private static Hooks.Message message(ResultSet row) throws SQLException {
    return new Hooks.Message(
        row.getObject("id", UUID.class),
        HookEvent.valueOf(row.getString("event")),
        row.getString("body"),
        ShopRows.instant(row, "at"),
        row.getInt("tries"),
        ShopRows.maybe(row, "last_at"),
        ShopRows.maybe(row, "next_at"),
        row.getString("answer"),
        row.getBoolean("done"));
  }

  private static Kept kept(ResultSet row) throws SQLException {
    byte @Nullable [] old = row.getBytes("old_sealed");
    Set<HookEvent> events =
        Arrays.stream((String[]) row.getArray("events").getArray())
            .map(HookEvent::valueOf)
            .collect(Collectors.toSet());
    return new Kept(
        new Hooks.Hook(
            row.getObject("id", UUID.class),
            row.getObject("shop", UUID.class),
            URI.create(row.getString("address")),
            events,
            row.getInt("low_pieces"),
            ShopRows.instant(row, "made_at"),
            Optional.ofNullable(row.getString("last_error")),
            ShopRows.maybe(row, "disabled_at")),
        new Sealing.Sealed(row.getBytes("sealed"), row.getInt("key_version")),
        old == null
            ? Optional.empty()
            : Optional.of(new Sealing.Sealed(old, row.getInt("old_key_version"))),
        ShopRows.maybe(row, "old_until"));
  }
}
