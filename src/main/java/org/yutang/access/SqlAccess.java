package org.yutang.access;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Reads roles from the database each time, so that taking one away counts from the next request
/// on.
@Component
class SqlAccess implements Access {

  private final JdbcClient sql;
  private final Clock clock;

  /// Asked for late, because who answers it asks us in turn whether somebody may.
  private final ObjectProvider<PlaceTree> tree;

  SqlAccess(JdbcClient sql, Clock clock, ObjectProvider<PlaceTree> tree) {
    this.sql = sql;
    this.clock = clock;
    this.tree = tree;
  }

  @Override
  public Actor actor(UUID account) {
    String[] name = new String[1];
    Set<Grant> grants = new HashSet<>();
    sql.sql(
            """
            select a.display_name, g.role, g.place from access.account a
            left join access.role_grant g on g.account = a.id and g.since_at <= :now and (g.until_at is null or g.until_at > :now)
            where a.id = :id and a.closed_at is null
            """)
        .param("id", account)
        .param("now", Sql.at(clock.instant()))
        .query(
            row -> {
              name[0] = row.getString("display_name");
              String role = row.getString("role");
              if (role != null)
                grants.add(new Grant(Role.valueOf(role), new PlaceCode(row.getString("place"))));
            });
    if (name[0] == null) throw new Refusal(AccessRefusal.UNKNOWN_ACCOUNT);
    return new Actor(account, name[0], grants);
  }

  @Override
  public boolean may(Actor actor, Permission permission, PlaceCode place) {
    return actor.grants().stream()
        .anyMatch(grant -> permission.isHeldBy(grant.role()) && contains(grant.place(), place));
  }

  @Override
  public void require(Actor actor, Permission permission, PlaceCode place) {
    if (!may(actor, permission, place))
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", permission.name(), "place", place.text()));
  }

  @Override
  public Set<PlaceCode> among(Actor actor, Permission permission, Collection<PlaceCode> places) {
    Set<PlaceCode> held =
        actor.grants().stream()
            .filter(grant -> permission.isHeldBy(grant.role()))
            .map(Grant::place)
            .collect(Collectors.toSet());
    if (held.isEmpty() || places.isEmpty()) return Set.of();
    if (held.contains(PlaceCode.WORLD)) return Set.copyOf(places);
    Set<PlaceCode> found = new HashSet<>(tree.getObject().within(held, places));
    places.stream().filter(held::contains).forEach(found::add);
    return found;
  }

  @Override
  public List<PlaceCode> places(Actor actor, Permission permission) {
    List<PlaceCode> all =
        actor.grants().stream()
            .filter(grant -> permission.isHeldBy(grant.role()))
            .map(Grant::place)
            .distinct()
            .sorted()
            .toList();
    return all.stream()
        .filter(
            place ->
                all.stream().noneMatch(outer -> !outer.equals(place) && contains(outer, place)))
        .toList();
  }

  private boolean contains(PlaceCode outer, PlaceCode inner) {
    return outer.equals(PlaceCode.WORLD)
        || outer.equals(inner)
        || tree.getObject().contains(outer, inner);
  }
}
