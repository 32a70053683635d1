package org.yutang.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yutang.ledger.Outcome.Reason;

/// Sends each command of a call to the shard where it is decided: that of its payer, or of the
/// reservation that it ends. See [Sharding].
final class Router {

  /// How many reservations' shards are remembered; the others are asked for.
  private static final int MOST_REMEMBERED = 200_000;

  private final Sharding sharding;
  private final SubAccounts subAccounts;
  private final JdbcTemplate jdbc;
  private final Map<UUID, Integer> remembered = new ConcurrentHashMap<>();

  Router(Sharding sharding, SubAccounts subAccounts, JdbcTemplate jdbc) {
    this.sharding = sharding;
    this.subAccounts = subAccounts;
    this.jdbc = jdbc;
  }

  /// What of a call goes to one shard.
  ///
  /// @param places of the commands in the call
  record Parcel(List<Asked> commands, List<Integer> places) {
    Parcel() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /// @param parcels by shard
  /// @param refused by their places
  /// @param abroad whether somebody is paid who lives in another shard
  record Plan(Map<Integer, Parcel> parcels, Map<Integer, Outcome> refused, boolean abroad) {}

  Plan plan(List<Asked> commands) {
    Map<UUID, Integer> named = reservations(commands);
    int[] shards = new int[commands.size()];
    Map<Integer, Set<UUID>> abroad = new TreeMap<>();
    for (int i = 0; i < shards.length; i++) {
      int shard = shard(commands.get(i).command(), named);
      shards[i] = shard;
      for (UUID payee : payees(commands.get(i).command()))
        if (sharding.home(payee) != shard)
          abroad.computeIfAbsent(shard, first -> new HashSet<>()).add(payee);
    }
    Map<Integer, Set<UUID>> unreachable = new HashMap<>();
    abroad.forEach((shard, payees) -> unreachable.put(shard, subAccounts.open(shard, payees)));

    Map<Integer, Parcel> parcels = new TreeMap<>();
    Map<Integer, Outcome> refused = new HashMap<>();
    for (int i = 0; i < shards.length; i++) {
      Command command = commands.get(i).command();
      UUID obstacle = obstacle(command, shards[i], unreachable.getOrDefault(shards[i], Set.of()));
      if (obstacle != null)
        refused.put(i, new Outcome.Refused(command.id(), Reason.OTHER_SHARD, obstacle));
      else {
        Parcel parcel = parcels.computeIfAbsent(shards[i], first -> new Parcel());
        parcel.commands.add(commands.get(i));
        parcel.places.add(i);
      }
    }
    return new Plan(parcels, refused, !abroad.isEmpty());
  }

  private int shard(Command command, Map<UUID, Integer> named) {
    return switch (command) {
      case Command.Transfer transfer -> sharding.home(transfer.from());
      case Command.Linked linked -> sharding.home(linked.transfers().getFirst().from());
      case Command.Reserve reserve -> sharding.home(reserve.from());
      // one that never was can be refused anywhere
      case Command.Post post -> named.getOrDefault(post.reservation(), SqlLedger.SHARD);
      case Command.Void release -> named.getOrDefault(release.reservation(), SqlLedger.SHARD);
    };
  }

  /// A payer or payee that cannot take part in that shard.
  private @Nullable UUID obstacle(Command command, int shard, Set<UUID> unreachable) {
    if (command instanceof Command.Linked linked)
      for (Command.Transfer member : linked.transfers())
        if (sharding.home(member.from()) != shard) return member.from();
    for (UUID payee : payees(command)) if (unreachable.contains(payee)) return payee;
    return null;
  }

  private static List<UUID> payees(Command command) {
    return switch (command) {
      case Command.Transfer transfer -> List.of(transfer.to());
      case Command.Linked linked -> linked.transfers().stream().map(Command.Transfer::to).toList();
      case Command.Reserve reserve -> List.of(reserve.to());
      case Command.Post post -> List.of();
      case Command.Void release -> List.of();
    };
  }

  /// The shards of the reservations that the commands make or end, as far as they are there.
  private Map<UUID, Integer> reservations(List<Asked> commands) {
    Map<UUID, Integer> named = new HashMap<>();
    Set<UUID> unknown = new HashSet<>();
    for (Asked asked : commands)
      switch (asked.command()) {
        case Command.Reserve reserve -> named.put(reserve.id(), sharding.home(reserve.from()));
        case Command.Post post -> unknown.add(post.reservation());
        case Command.Void release -> unknown.add(release.reservation());
        case Command.Transfer t -> {}
        case Command.Linked l -> {}
      }
    unknown.removeAll(named.keySet());
    for (UUID id : unknown) {
      Integer shard = remembered.get(id);
      if (shard != null) named.put(id, shard);
    }
    unknown.removeAll(named.keySet());
    for (int shard : sharding.all()) {
      if (unknown.isEmpty()) break;
      for (UUID found : reservesAmong(shard, unknown)) named.put(found, shard);
      unknown.removeAll(named.keySet());
    }
    if (remembered.size() >= MOST_REMEMBERED) remembered.clear();
    remembered.putAll(named);
    return named;
  }

  private List<UUID> reservesAmong(int shard, Set<UUID> ids) {
    List<UUID> found =
        jdbc.execute(
            (ConnectionCallback<List<UUID>>)
                connection ->
                    new Rows(connection)
                        .query(
                            "select id from ledger.transfer where shard_key = ? and id = any (?) and id >= ? and id <= ? and kind = 2",
                            row -> row.getObject(1, UUID.class),
                            shard,
                            Column.uuids(ids, id -> id),
                            Partitions.least(ids),
                            Partitions.greatest(ids)));
    return found == null ? List.of() : found;
  }
}
