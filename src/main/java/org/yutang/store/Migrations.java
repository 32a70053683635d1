package org.yutang.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yutang.kernel.Refusal;

/// Brings every room's schema up to date: the files `db/<room>/V<n>__<what>.sql` go into the schema
/// `<room>`, each room with a history of its own. Rooms have no foreign keys across schemas, so
/// their order does not matter.
final class Migrations {

  private static final Pattern FILE = Pattern.compile("/db/([a-z]+)/V1__");

  private Migrations() {}

  /// Refuses with [StoreRefusal#FOLDER_IS_NEWER] before any room is touched if a newer version was
  /// here.
  static void run(DataSource database) {
    List<Flyway> behind = new ArrayList<>();
    for (String room : rooms()) {
      Flyway flyway = flyway(room).dataSource(database).load();
      if (isBehind(room, flyway)) behind.add(flyway);
    }
    for (Flyway flyway : behind) migrate(flyway);
  }

  /// Brings one room up to a version and no further.
  static void to(DataSource database, String room, String version) {
    migrate(flyway(room).dataSource(database).target(version).load());
  }

  static List<String> rooms() {
    TreeSet<String> rooms = new TreeSet<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath*:db/*/V1__*.sql")) {
        Matcher name = FILE.matcher(file.getURL().toString());
        if (name.find()) rooms.add(name.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(rooms);
  }

  /// The versions of a room that this program brings; empty for a room that it does not know.
  static List<String> versions(String room) {
    try {
      List<String> versions = new ArrayList<>();
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:db/" + room + "/V*__*.sql"))
        versions.add(String.valueOf(file.getFilename()).replaceFirst("V(.+?)__.*", "$1"));
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Flyway's checksums of those versions' files.
  static Map<String, @Nullable Integer> checksums(DataSource database, String room) {
    Map<String, @Nullable Integer> checksums = new LinkedHashMap<>();
    for (MigrationInfo info : flyway(room).dataSource(database).load().info().all())
      if (info.getState().isResolved() && info.getVersion() != null)
        checksums.put(info.getVersion().toString(), info.getChecksum());
    return checksums;
  }

  private static FluentConfiguration flyway(String room) {
    return Flyway.configure()
        .locations("classpath:db/" + room)
        .schemas(room)
        .defaultSchema(room)
        .createSchemas(true)
        .placeholderReplacement(false);
  }

  private static void migrate(Flyway flyway) {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (Disk.isFull(e)) throw Disk.full(e);
      Refusal refusal = unusable(e);
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static boolean isBehind(String room, Flyway flyway) {
    try {
      boolean behind = false;
      for (MigrationInfo info : flyway.info().all()) {
        if (info.getState().isApplied() && !info.getState().isResolved())
          throw new Refusal(
              StoreRefusal.FOLDER_IS_NEWER,
              Map.of(
                  "folder",
                  room,
                  "found",
                  String.valueOf(info.getVersion()),
                  "known",
                  known(flyway)));
        if (!info.getState().isApplied()) behind = true;
        else if (!info.isChecksumMatching())
          return true; // Flyway explains it when it is told to migrate
      }
      return behind;
    } catch (FlywayException e) {
      throw unusable(e);
    }
  }

  private static String known(Flyway flyway) {
    return java.util.Arrays.stream(flyway.info().all())
        .filter(info -> info.getState().isResolved())
        .map(info -> String.valueOf(info.getVersion()))
        .reduce("-", (before, last) -> last);
  }

  private static Refusal unusable(FlywayException e) {
    return new Refusal(
        StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", String.valueOf(e.getMessage())));
  }
}
