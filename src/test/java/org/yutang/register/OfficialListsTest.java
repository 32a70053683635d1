package org.yutang.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// The lists that our shipped files restate, and the import of the lists themselves.
class OfficialListsTest extends ImportTest {

  @Test
  void theShippedPlacesAreWhatTheirMakerMakesOfTheLists() throws Exception {
    ShippedPlacesMaker maker = new ShippedPlacesMaker(data());
    try (InputStream shipped =
        new GZIPInputStream(
            Objects.requireNonNull(
                getClass().getResourceAsStream("/places/cn-divisions.csv.gz")))) {
      assertThat(
              new String(shipped.readAllBytes(), StandardCharsets.UTF_8).equals(maker.divisions()))
          .isTrue();
    }
    try (InputStream shipped = getClass().getResourceAsStream("/places/cn-poverty-counties.csv")) {
      assertThat(new String(Objects.requireNonNull(shipped).readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(maker.povertyCounties());
    }
  }

  @Test
  void thePovertyCountiesComeInByNameAndWhatIsNotFoundIsReported() throws Exception {
    Path list = data().resolve("poor_counties/poverty_county_list.csv");
    Actor actor = actor(Role.ADMINISTRATOR, "001");
    ImportReport report =
        report(run(actor, ImportKind.PLACES, put(list), mapping("poor-counties"), 0.05, false));
    assertThat(report.rows()).isEqualTo(832);
    // Six counties took wholly new names, one was merged into another: no list of names knows that.
    assertThat(report.badReasons()).containsOnlyKeys("no-such-name");
    assertThat(report.bad()).isEqualTo(6);
    assertThat(report.facts().changed()).isZero();
    String errors = Files.readString(files.get(String.valueOf(report.errorFile())));
    assertThat(errors).contains("大同县", "冷湖行委", "那曲县");
  }

  @Test
  void aFileOfPlacesFindsParentsInAnyOrderAndNamesOrphans() throws Exception {
    String mapping =
        """
        kind: places
        source: {id: test-places, title: T, licence: none, date: 2020-12-31}
        place: {code: "'XC-' + row.code", parent: "'XC-' + row.parent", level: town, zh: row.name}
        places: [{code: XC-root, parent: CN, level: county, zh: 根县}]
        """;
    String rows = "code,parent,name\nb,a,乙\na,root,甲\nc,nowhere,丙\nd,c,丁\na,root,甲\n";
    Actor actor = actor(Role.ADMINISTRATOR, "001");
    ImportReport report = report(run(actor, ImportKind.PLACES, put(rows), mapping, 1, false));
    assertThat(report.places().fresh()).isEqualTo(3);
    assertThat(report.badReasons())
        .containsEntry("unknown-place", 2L)
        .containsEntry("duplicate-place", 1L);
    assertThat(register.contains(new PlaceCode("XC-root"), new PlaceCode("XC-b"))).isTrue();
    ImportReport moved =
        report(
            run(
                actor,
                ImportKind.PLACES,
                put("code,parent,name\nb,root,乙\na,root,新甲\n"),
                mapping,
                1,
                false));
    assertThat(moved.badReasons()).containsEntry("place-moved", 1L);
    assertThat(moved.places()).isEqualTo(new ImportReport.Counts(0, 1, 0));
    Actor elsewhere = actor(Role.COUNTY_OFFICER, "AT");
    assertThat(
            report(
                    run(
                        elsewhere,
                        ImportKind.PLACES,
                        put("code,parent,name\nz,root,己\n"),
                        mapping,
                        1,
                        false))
                .badReasons())
        .containsEntry("not-permitted", 1L);
  }

  /// All 620,573 villages, twice: took 109 s on two cores, so it runs only when asked for, with
  /// `./yutang test -Dtest=OfficialListsTest -Dgroups=slow`.
  @Test
  @Tag("slow")
  void everyVillageOfChinaComesInAndOnlyOnce() throws Exception {
    assumeTrue(
        System.getProperty("groups", "").contains("slow"),
        "skipped: takes a minute, see -Dgroups=slow");
    Path list = data().resolve("cn_divisions/villages.csv.gz");
    Actor actor = actor(Role.ADMINISTRATOR, "001");
    ImportReport first =
        report(
            run(actor, ImportKind.PLACES, put(list), mapping("cn-places-villages"), 0.05, false));
    System.out.println("villages: " + first);
    assertThat(first.rows()).isEqualTo(620_573);
    assertThat(first.places().fresh() + first.places().unchanged() + first.places().changed())
        .isEqualTo(620_573 - first.bad());
    assertThat(
            report(
                    run(
                        actor,
                        ImportKind.PLACES,
                        put(list),
                        mapping("cn-places-villages"),
                        0.05,
                        false))
                .places()
                .fresh())
        .isZero();
  }

  private static Path data() {
    assumeTrue(shared().isPresent(), "skipped: the folder of shared data is not there");
    return shared().orElseThrow();
  }
}
