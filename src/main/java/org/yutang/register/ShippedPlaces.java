package org.yutang.register;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.store.BinaryCopy;
import org.yutang.store.Transactions;

/// The places that ship with the product, put into the database once: the world's countries, China
/// down to its towns, the villages of Fengjie, and which counties were on the national poverty
/// list. The files in `places/` begin with comment lines that name title, source and licence; a
/// list that is in the database already (same id in its heading) is left alone.
@Component
class ShippedPlaces {

  private static final Logger LOG = LoggerFactory.getLogger(ShippedPlaces.class);
  private static final String CHINA = "/places/cn-divisions.csv.gz";
  private static final String COUNTIES = "/places/cn-poverty-counties.csv";
  private static final Source WORLD =
      new Source("iso-3166-1", "ISO 3166-1, names from the Unicode CLDR in the JDK", "Unicode-3.0");

  private final JdbcClient sql;
  private final DataSource database;
  private final Transactions transactions;
  private final Clock clock;

  ShippedPlaces(JdbcClient sql, DataSource database, Transactions transactions, Clock clock) {
    this.sql = sql;
    this.database = database;
    this.transactions = transactions;
    this.clock = clock;
  }

  void load() {
    transactions.run(
        () -> {
          sql.sql("select turn from register.merge_turn for update").query(Integer.class).single();
          load(WORLD, countries());
          Listing china = Listing.open(CHINA);
          load(
              china.source,
              china.rows.stream()
                  .map(row -> new Row(PlaceLevel.valueOf(row[0]), row[1], row[2], row[3], ""))
                  .toList());
          loadPovertyCounties(Listing.open(COUNTIES));
        });
  }

  private record Source(String id, String title, String licence) {
    UUID uuid() {
      return Uuids.named("shipped", id);
    }
  }

  private record Row(PlaceLevel level, String code, String parent, String zh, String en) {}

  /// Every country of ISO 3166-1, in alphabetical order. Hong Kong, Macao and Taiwan stand in
  /// China's list, as in ISO 3166-2:CN.
  private static List<Row> countries() {
    List<Row> rows =
        new ArrayList<>(
            List.of(new Row(PlaceLevel.WORLD, PlaceCode.WORLD.text(), "", "世界", "World")));
    for (String code : new java.util.TreeSet<>(List.of(Locale.getISOCountries()))) {
      if (List.of("HK", "MO", "TW").contains(code)) continue;
      Locale country = Locale.of("", code);
      String zh = country.getDisplayCountry(Locale.SIMPLIFIED_CHINESE);
      rows.add(
          new Row(
              PlaceLevel.COUNTRY,
              code,
              PlaceCode.WORLD.text(),
              zh,
              country.getDisplayCountry(Locale.ENGLISH)));
    }
    return rows;
  }

  private void load(Source source, List<Row> rows) {
    if (!begin(source)) return;
    long start = System.nanoTime();
    Map<String, List<String>> paths = new HashMap<>();
    Map<String, String> counties = new HashMap<>();
    BinaryCopy copy =
        new BinaryCopy(
            "shipped_place (code, parent, level, name_zh, name_en, path, county_code, source)");
    sql.sql("create temp table shipped_place (like register.place) on commit drop").update();
    for (Row row : rows) {
      List<String> path =
          new ArrayList<>(row.parent.isEmpty() ? List.of() : above(row.parent, paths));
      path.add(row.code);
      paths.put(row.code, path);
      String county = counties.getOrDefault(row.parent, row.code);
      if (row.level.compareTo(PlaceLevel.COUNTY) >= 0) counties.put(row.code, county);
      copy.row()
          .text(row.code)
          .text(row.parent.isEmpty() ? null : row.parent)
          .small(row.level.ordinal())
          .text(row.zh);
      copy.text(row.en.isEmpty() ? null : row.en).texts(path).text(county).uuid(source.uuid());
    }
    copy.send(connection());
    int fresh =
        sql.sql(
                """
                insert into register.place (code, parent, level, name_zh, name_en, path, county_code, source)
                select code, parent, level, name_zh, name_en, path, county_code, source from shipped_place order by code
                on conflict do nothing
                """)
            .update();
    sql.sql("drop table shipped_place").update();
    LOG.info("{} places of {} in {} ms", fresh, source.id, (System.nanoTime() - start) / 1_000_000);
  }

  private List<String> above(String parent, Map<String, List<String>> paths) {
    List<String> path = paths.get(parent);
    if (path != null) return path;
    return sql.sql("select unnest(path) from register.place where code = :code")
        .param("code", parent)
        .query(String.class)
        .list();
  }

  private void loadPovertyCounties(Listing listing) {
    if (!begin(listing.source)) return;
    BinaryCopy copy =
        new BinaryCopy("register.place_fact (place, name, value, delisted_year, note, source)");
    for (String[] row : listing.rows) {
      copy.row()
          .text(row[0])
          .text(PlaceFact.POVERTY_COUNTY)
          .text("national")
          .small(Integer.valueOf(row[1]));
      copy.text(row[3].isEmpty() ? null : row[3]).uuid(listing.source.uuid());
    }
    copy.send(connection());
  }

  /// Writes the source's row; false if it is there already.
  private boolean begin(Source source) {
    return sql.sql(
                """
                insert into register.source (id, title, licence, imported_by, imported_at) values (:id, :title, :licence, 'yutang', :now)
                on conflict do nothing
                """)
            .param("id", source.uuid())
            .param("title", source.title)
            .param("licence", source.licence)
            .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
            .update()
        > 0;
  }

  private Connection connection() {
    return DataSourceUtils.getConnection(database);
  }

  /// A shipped file: `# id:`, `# title:` and `# licence:` lines, a heading, rows without quotes.
  private record Listing(Source source, List<String[]> rows) {

    static Listing open(String resource) {
      try (InputStream file =
              Objects.requireNonNull(ShippedPlaces.class.getResourceAsStream(resource), resource);
          InputStream plain = resource.endsWith(".gz") ? new GZIPInputStream(file) : file;
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
        Map<String, String> about = new HashMap<>();
        String line = reader.readLine();
        for (; line != null && line.startsWith("#"); line = reader.readLine()) {
          String[] named = line.substring(1).split(":", 2);
          if (named.length == 2) about.put(named[0].strip(), named[1].strip());
        }
        List<String[]> rows = reader.lines().map(each -> each.split(",", -1)).toList();
        return new Listing(
            new Source(
                about.getOrDefault("id", resource),
                about.getOrDefault("title", resource),
                about.getOrDefault("licence", "")),
            rows);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
