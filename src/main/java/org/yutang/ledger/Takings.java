package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// What was taken out of accounts for holders, in the order in which it was written: for rooms
/// whose own record of a decision is the ledger's line.
@Component
public class Takings {

  /// The most of one call.
  public static final int MOST = 50_000;

  private static final String TAKING =
      "select id, line, kind, debit, holder, amount, memo, recorded_at from ledger.transfer where shard_key = ? ";

  private final Sharding sharding;
  private final JdbcTemplate jdbc;

  Takings(Sharding sharding, DataSource database) {
    this.sharding = sharding;
    this.jdbc = new JdbcTemplate(database);
  }

  public Optional<Taking> find(UUID id) {
    return find(List.of(id)).stream().findFirst();
  }

  /// Those of these ids that are there, in no order; at most [Ledger#MAX_COMMANDS] ids.
  public List<Taking> find(Collection<UUID> ids) {
    if (ids.isEmpty()) return List.of();
    if (ids.size() > Ledger.MAX_COMMANDS) throw new IllegalArgumentException(ids.size() + " ids");
    List<Taking> found = new ArrayList<>();
    for (int shard : sharding.all())
      found.addAll(
          query(
              TAKING
                  + "and id = any (?) and id >= ? and id <= ? and holder is not null and kind in (1, 2)",
              shard,
              Column.uuids(ids, id -> id),
              Partitions.least(ids),
              Partitions.greatest(ids)));
    return found;
  }

  /// What was taken out of the account under that memo behind the line of that number (0 for the
  /// first), the oldest first.
  public List<Taking> after(UUID account, String memo, long number, int limit) {
    if (limit > MOST) throw new IllegalArgumentException(limit + " lines");
    int shard = sharding.home(account);
    String some =
        "("
            + TAKING
            + "and debit = ? and line > ? and kind = %d and holder is not null and memo = ?"
            + " order by line limit ?)";
    return query(
        some.formatted(1) + " union all " + some.formatted(2) + " order by line limit ?",
        shard,
        account,
        number,
        memo,
        limit,
        shard,
        account,
        number,
        memo,
        limit,
        limit);
  }

  private List<Taking> query(String statement, Object... parameters) {
    List<Taking> found =
        jdbc.execute(
            (ConnectionCallback<List<Taking>>)
                connection -> new Rows(connection).query(statement, Takings::taking, parameters));
    return found == null ? List.of() : found;
  }

  private static Taking taking(ResultSet row) throws SQLException {
    return new Taking(
        row.getObject(1, UUID.class),
        row.getLong(2),
        LineKind.of(row.getInt(3)) == LineKind.RESERVE,
        row.getObject(4, UUID.class),
        row.getObject(5, UUID.class),
        row.getLong(6),
        row.getString(7),
        row.getObject(8, OffsetDateTime.class).toInstant());
  }
}
