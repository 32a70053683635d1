package org.yutang.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yutang.kernel.Refusal;

/// Brings every room's schema up to date: the files `db/<room>/V<n>__<what>.sql` go into the schema `<room>`, each room
/// with a history of its own. Rooms have no foreign keys across schemas, so their order does not matter.
final class Migrations {

  private Migrations() {}

  static void run(DataSource database) {
    for (String room : rooms()) {
      Flyway flyway =
          Flyway.configure().dataSource(database).locations("classpath:db/" + room).schemas(room).defaultSchema(room).createSchemas(true)
              .placeholderReplacement(false).load();
      refuseNewer(room, flyway);
      flyway.migrate();
    }
  }

  static List<String> rooms() {
    try {
      return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:db/*/V1__*.sql"))
          .map(resource -> Objects.requireNonNull(path(resource)).replaceFirst(".*/db/([a-z]+)/V1__.*", "$1"))
          .distinct().sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String path(org.springframework.core.io.Resource resource) {
    try {
      return resource.getURL().toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refuseNewer(String room, Flyway flyway) {
    try {
      for (var info : flyway.info().all())
        if (info.getState().isApplied() && !info.getState().isResolved())
          throw new Refusal(StoreRefusal.FOLDER_IS_NEWER, Map.of("folder", room, "found", String.valueOf(info.getVersion()), "known", "older"));
    } catch (FlywayException e) {
      throw new Refusal(StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", String.valueOf(e.getMessage())));
    }
  }
}
