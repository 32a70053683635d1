package org.yutang.supply;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Keeps rules, and works out what they come to when somebody asks.
@Component
class SqlChannels implements Channels {

  private static final int MOST_GRADES = 20;
  private static final int MOST_DAYS = 3650;

  private static final String COLUMNS =
      "id, site, destination, buyer, priority, share_percent, grades, least_days";

  private final JdbcClient sql;
  private final LotRows lots;
  private final SqlLots shown;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlChannels(
      JdbcClient sql,
      LotRows lots,
      SqlLots shown,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.sql = sql;
    this.lots = lots;
    this.shown = shown;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Channel add(Actor actor, Channel channel) {
    Site site = shown.site(actor, channel.site());
    access.require(actor, Permission.RECORD_SUPPLY, site.what().place());
    check(channel);
    return transactions.call(
        () -> {
          if (find(channel.id()).isEmpty() && open(channel.site()).size() >= MAX_CHANNELS)
            throw new Refusal(
                SupplyRefusal.TOO_MANY, Map.of("limit", String.valueOf(MAX_CHANNELS)));
          if (insert(actor, channel))
            audit.record(
                actor,
                "supply.channel-added",
                site.what().place(),
                channel.id().toString(),
                Map.of("percent", channel.sharePercent()));
          Channel kept = find(channel.id()).orElseThrow();
          if (!kept.equals(channel))
            throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", channel.id().toString()));
          return kept;
        });
  }

  private void check(Channel channel) {
    if (channel.to().isPresent() == channel.buyer().isPresent()) throw Planner.bad("to");
    channel
        .to()
        .filter(to -> to.equals(channel.site()) || lots.site(to).isEmpty())
        .ifPresent(
            to -> {
              throw new Refusal(SupplyRefusal.UNKNOWN_SITE, Map.of("site", to.toString()));
            });
    channel
        .buyer()
        .filter(buyer -> lots.buyer(buyer).isEmpty())
        .ifPresent(
            buyer -> {
              throw new Refusal(SupplyRefusal.UNKNOWN_BUYER, Map.of("buyer", buyer.toString()));
            });
    if (channel.priority() < 1 || channel.priority() > 99) throw Planner.bad("priority");
    if (channel.sharePercent() < 1 || channel.sharePercent() > 100) throw Planner.bad("share");
    if (channel.leastDays() < 0 || channel.leastDays() > MOST_DAYS) throw Planner.bad("days");
    if (channel.grades().size() > MOST_GRADES
        || channel.grades().stream().anyMatch(each -> !each.matches("[a-z][a-z0-9-]{0,39}")))
      throw Planner.bad("grades");
  }

  private boolean insert(Actor actor, Channel channel) {
    return sql.sql(
                """
                insert into supply.channel (id, site, destination, buyer, priority, share_percent, grades, least_days, account, account_name, created_at)
                values (:id, :site, :to, :buyer, :priority, :share, :grades, :days, :account, :by, :now) on conflict (id) do nothing
                """)
            .param("id", channel.id())
            .param("site", channel.site())
            .param("to", channel.to().orElse(null))
            .param("buyer", channel.buyer().orElse(null))
            .param("priority", channel.priority())
            .param("share", channel.sharePercent())
            .param("grades", channel.grades().toArray(String[]::new))
            .param("days", channel.leastDays())
            .param("account", actor.account())
            .param("by", actor.name())
            .param("now", LotRows.at(clock.instant().truncatedTo(ChronoUnit.MICROS)))
            .update()
        > 0;
  }

  private Optional<Channel> find(UUID id) {
    return sql.sql("select " + COLUMNS + " from supply.channel where id = :id")
        .param("id", id)
        .query((row, _) -> channel(row))
        .optional();
  }

  private List<Channel> open(UUID site) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from supply.channel where site = :site and closed_at is null order by priority, id limit "
                + MAX_CHANNELS)
        .param("site", site)
        .query((row, _) -> channel(row))
        .list();
  }

  private static Channel channel(ResultSet row) throws SQLException {
    return new Channel(
        row.getObject("id", UUID.class),
        row.getObject("site", UUID.class),
        Optional.ofNullable(row.getObject("destination", UUID.class)),
        Optional.ofNullable(row.getObject("buyer", UUID.class)),
        row.getInt("priority"),
        row.getInt("share_percent"),
        List.of((String[]) row.getArray("grades").getArray()),
        row.getInt("least_days"));
  }

  @Override
  public void close(Actor actor, UUID id) {
    Channel channel =
        find(id)
            .orElseThrow(
                () -> new Refusal(SupplyRefusal.UNKNOWN_CHANNEL, Map.of("channel", id.toString())));
    Site site = shown.site(actor, channel.site());
    access.require(actor, Permission.RECORD_SUPPLY, site.what().place());
    transactions.run(
        () -> {
          int closed =
              sql.sql(
                      "update supply.channel set closed_at = :now where id = :id and closed_at is null")
                  .param("now", LotRows.at(clock.instant().truncatedTo(ChronoUnit.MICROS)))
                  .param("id", id)
                  .update();
          if (closed > 0)
            audit.record(
                actor, "supply.channel-closed", site.what().place(), id.toString(), Map.of());
        });
  }

  @Override
  public List<Channel> list(Actor actor, UUID site) {
    return open(shown.site(actor, site).id());
  }

  @Override
  public Allocation propose(Actor actor, UUID site) {
    Stock.AtSite stock = shown.stock(actor, site);
    return Allocation.of(stock.holdings(), open(site), BusinessDay.of(clock.instant()));
  }
}
