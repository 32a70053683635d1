package org.yutang.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Jobs;

class ImportsTest extends ImportTest {

  private static final String HEADING =
      "village,household,person,name,sex,born,relation,id,size,status,income\n";

  /// A county that no other test uses, with its villages made by the mapping.
  private static String countyMapping(String county) {
    return """
        kind: register
        source: {id: test-%1$s, title: Test rows, licence: none, date: 2020-12-31}
        places:
          - {code: XA-%1$s, parent: CN, level: county, zh: 试验县, en: Test county}
          - {code: XA-%1$sV1, parent: XA-%1$s, level: village, zh: 一村, en: Village one}
          - {code: XA-%1$sV2, parent: XA-%1$s, level: village, zh: 二村, en: Village two}
        household:
          place: "'XA-%1$sV' + row.village"
          key: row.household
          size: number(row.size)
          status: row.status
          since: 2014-12-31
          facts:
            - {name: income, value: number(row.income), unit: CNY/year}
        person:
          key: row.person
          name: row.name
          sex: row.sex
          born: row.born
          relation: row.relation
          id-number: row.id
        """
        .formatted(county);
  }

  /// Three good rows; the identity numbers are the seed's own, since nobody is registered twice.
  private static String good(int seed) {
    return HEADING
        + """
          1,H1,P1,张三丰,男,1975-03-08,户主,%s,2,registered,3200
          1,H1,P2,李秀英,女,1978-11-02,配偶,,2,registered,3200
          2,H2,P3,欧阳建国,男,1950-01-31,户主,%s,1,lifted,5100.5
          """
            .formatted(id("19750308", seed * 10 + 1), id("19500131", seed * 10 + 3));
  }

  /// A number with a right check sign.
  private static String id(String born, int order) {
    String start = "500236" + born + "%03d".formatted(order);
    for (char sign : "0123456789X".toCharArray())
      if (ChinaId.isValid(start + sign)) return start + sign;
    throw new AssertionError(start);
  }

  private Actor admin() {
    return actor(Role.ADMINISTRATOR, "001");
  }

  private Jobs.Job run(String county, String text, double maxBad) throws Exception {
    return run(admin(), ImportKind.REGISTER, put(text), countyMapping(county), maxBad, false);
  }

  private Map<String, Long> reasons(String county, String rows) throws Exception {
    return report(run(county, HEADING + rows, 1)).badReasons();
  }

  private long persons(String county) {
    return register.figures(new PlaceCode("XA-" + county)).persons();
  }

  @Test
  void aGoodFileComesInAndASecondTimeChangesNothing() throws Exception {
    ImportReport first = report(run("good", good(21), 0));
    assertThat(first.persons()).isEqualTo(new ImportReport.Counts(3, 0, 0));
    assertThat(first.households()).isEqualTo(new ImportReport.Counts(2, 0, 0));
    assertThat(first.facts()).isEqualTo(new ImportReport.Counts(2, 0, 0));
    ImportReport again = report(run("good", good(21), 0));
    assertThat(again.persons()).isEqualTo(new ImportReport.Counts(0, 0, 3));
    assertThat(again.households()).isEqualTo(new ImportReport.Counts(0, 0, 2));
    assertThat(again.facts()).isEqualTo(new ImportReport.Counts(0, 0, 2));
    assertThat(again.places().fresh()).isZero();
    Figures figures = register.figures(new PlaceCode("XA-good"));
    assertThat(figures.persons()).isEqualTo(3);
    assertThat(figures.personsByStatus())
        .containsEntry(PovertyStatus.REGISTERED, 2L)
        .containsEntry(PovertyStatus.LIFTED, 1L);
    assertThat(register.figures(new PlaceCode("XA-goodV2")).households()).isEqualTo(1);
  }

  @Test
  void aLaterFileChangesWhatItSaysAndKeepsWhatItLeavesOut() throws Exception {
    report(run("later", good(22), 0));
    String later =
        HEADING + "2,H1,P1,张三丰,男,1975-03-08,户主," + id("19750308", 221) + ",,lifted,4000\n";
    ImportReport report = report(run("later", later, 0));
    assertThat(report.households().changed()).isEqualTo(1);
    assertThat(report.facts().changed()).isEqualTo(1);
    Actor actor = admin();
    HouseholdRow row =
        register
            .households(
                actor, HouseholdQuery.in(new PlaceCode("XA-laterV2"), new Page.Wanted(1, 10)))
            .items()
            .stream()
            .filter(each -> each.number().equals("H1"))
            .findFirst()
            .orElseThrow();
    assertThat(row.size()).isEqualTo(2);
    assertThat(row.status()).isEqualTo(PovertyStatus.LIFTED);
    assertThat(register.getHousehold(actor, row.id()).members())
        .hasSize(2)
        .allMatch(member -> member.village().text().equals("XA-laterV2"));
    assertThat(register.figures(new PlaceCode("XA-laterV1")).persons()).isZero();
    assertThat(register.figures(new PlaceCode("XA-laterV2")).persons()).isEqualTo(3);
    assertThat(register.figures(new PlaceCode("XA-later")).personsByStatus())
        .containsEntry(PovertyStatus.LIFTED, 3L)
        .containsEntry(PovertyStatus.REGISTERED, 0L);
  }

  @Test
  void eachFaultOfARowIsNamedAndTheGoodRowsComeIn() throws Exception {
    String rows =
        """
        9,A,A1,王一,男,1980-01-01,户主,,1,registered,1
        1,B,B1,王二,男,1880-01-01,户主,,1,registered,1
        1,C,C1,王三,男,2999-01-01,户主,,1,registered,1
        1,D,D1,王四,男,1980-01-01,户主,500236198001010011,1,registered,1
        1,E,E1,王五,男,1980-01-02,户主,%s,1,registered,1
        1,F,F1,王六,男,1980-13-41,户主,,1,registered,1
        1,G,,王七,男,1980-01-01,户主,,1,registered,1
        1,H,H1,%s,男,1980-01-01,户主,,1,registered,1
        1,I,I1,王\u0007八,男,1980-01-01,户主,,1,registered,1
        1,J,J1,王九,中,1980-01-01,户主,,1,registered,1
        1,K,K1,王十,男,1980-01-01,户主,,1,registered,abc
        1,L,L1,王十一,男,1980-01-01,户主,,1,registered,1,more
        1,M,M1,%s,男,1980-01-01,户主,,1,registered,1
        1,N,N1,好人,女,1980-01-01,户主,,1,registered,1
        """
            .formatted(id("19800101", 7), "长".repeat(101), id("19700101", 9));
    Jobs.Job job = run("faults", HEADING + rows, 1);
    ImportReport report = report(job);
    assertThat(report.rows()).isEqualTo(14);
    assertThat(report.good()).isEqualTo(1);
    assertThat(report.badReasons())
        .containsOnlyKeys(
            "unknown-place",
            "impossible-age",
            "future-birth",
            "bad-id-number",
            "birth-contradicts-id",
            "bad-date",
            "missing",
            "too-long",
            "control-characters",
            "unknown-choice",
            "not-worked-out",
            "too-many-cells",
            "id-number-in-text");
    String errors = Files.readString(files.get(String.valueOf(report.errorFile())));
    assertThat(errors)
        .contains("2,village,XA-faultsV9,unknown-place,")
        .contains("XA-faultsV2")
        .contains("二村");
    assertThat(errors)
        .contains("4,born,2999-01-01,future-birth,出生日期在将来,The birth date lies in the future");
    assertThat(errors).doesNotContain("500236198001010011").contains("500***********0011");
    assertThat(errors).doesNotContain(id("19700101", 9));
    assertThat(persons("faults")).isEqualTo(1);
  }

  @Test
  void personsWhoStandTwiceInTheFileAreNamedWithTheFirstRow() throws Exception {
    String number = id("19800101", 11);
    Jobs.Job job =
        run(
            "twice",
            HEADING
                + "1,A,A1,王一,男,1980-01-01,户主,%1$s,1,registered,1\n1,B,B1,王一,男,1980-01-01,户主,%1$s,1,registered,1\n1,A,A1,王一,男,1980-01-01,户主,,1,registered,1\n"
                    .formatted(number),
            1);
    ImportReport report = report(job);
    assertThat(report.badReasons()).containsEntry("duplicate-person", 2L);
    assertThat(Files.readString(files.get(String.valueOf(report.errorFile()))))
        .contains("与第 2 行是同一人")
        .contains("The same person as in row 2");
    assertThat(persons("twice")).isEqualTo(1);
    assertThat(register.figures(new PlaceCode("XA-twice")).households()).isEqualTo(1);
  }

  @Test
  void aPersonOfAnotherHouseholdIsNotRegisteredAgain() throws Exception {
    String number = id("19800101", 13);
    report(
        run(
            "else",
            HEADING + "1,A,A1,王一,男,1980-01-01,户主,%s,1,registered,1\n".formatted(number),
            0));
    assertThat(reasons("else", "1,B,B1,王一,男,1980-01-01,户主,%s,1,registered,1\n".formatted(number)))
        .containsEntry("registered-elsewhere", 1L);
    assertThat(persons("else")).isEqualTo(1);
  }

  @Test
  void aHouseholdHasOneHeadAndOnePlace() throws Exception {
    assertThat(
            reasons(
                "heads",
                """
                1,A,A1,王一,男,1980-01-01,户主,,2,registered,1
                1,A,A2,王二,男,1981-01-01,户主,,2,registered,1
                2,A,A3,王三,男,1982-01-01,其他,,2,registered,1
                """))
        .containsEntry("two-heads", 1L)
        .containsEntry("household-elsewhere", 1L);
    assertThat(reasons("heads", "1,A,A4,王四,男,1980-01-01,户主,,1,registered,1\n"))
        .containsEntry("two-heads", 1L);
    ImportReport handedOver =
        report(
            run(
                "heads",
                HEADING
                    + "1,A,A1,王一,男,1980-01-01,配偶,,2,registered,1\n1,A,A5,王五,女,1980-01-01,户主,,2,registered,1\n",
                0));
    assertThat(handedOver.persons()).isEqualTo(new ImportReport.Counts(1, 1, 0));
  }

  @Test
  void aHeadWhoseOwnRowIsBadMakesNoRoom() throws Exception {
    report(run("room", HEADING + "1,A,A1,王一,男,1980-01-01,户主,,1,registered,1\n", 0));
    // A1 would become somebody's spouse, but its row is bad: A2 cannot be head beside it
    Map<String, Long> reasons =
        reasons(
            "room",
            """
            1,A,A1,王一,男,1980-01-01,配偶,,1,registered,1
            1,A,A1,王一,男,1980-01-01,配偶,,1,registered,1
            1,A,A2,王二,男,1981-01-01,户主,,1,registered,1
            """);
    assertThat(reasons).containsEntry("duplicate-person", 1L).doesNotContainKey("two-heads");
    String number = id("19800101", 7);
    assertThat(
            reasons(
                "room",
                """
                1,B,B1,李一,男,1980-01-01,户主,%1$s,1,registered,1
                1,A,A2,王二,男,1980-01-01,配偶,%1$s,1,registered,1
                1,A,A3,王三,男,1982-01-01,户主,,1,registered,1
                """
                    .formatted(number)))
        .containsEntry("duplicate-person", 1L)
        .containsEntry("two-heads", 1L);
  }

  @Test
  void whoeverMovesIsCountedOnceAndMayBeHeadThere() throws Exception {
    String before =
        HEADING
            + "1,A,A1,王一,男,1980-01-01,户主,,2,registered,1\n1,A,A2,王二,男,1981-01-01,其他,,2,registered,1\n2,B,B1,李一,男,1980-01-01,户主,,1,registered,1\n";
    report(run("moved", before, 0));
    // A1 marries into B, of which A1 becomes the head; A2 is head of A now
    String after =
        HEADING
            + "1,A,A2,王二,男,1981-01-01,户主,,1,registered,1\n2,B,A1,王一,男,1980-01-01,户主,,2,registered,1\n2,B,B1,李一,女,1980-01-01,配偶,,2,registered,1\n";
    assertThat(report(run("moved", after, 0)).persons().changed()).isEqualTo(3);
    assertThat(persons("movedV1")).isEqualTo(1);
    assertThat(persons("movedV2")).isEqualTo(2);
    assertThat(persons("moved")).isEqualTo(3);
    String alone = HEADING + "2,B,A2,王二,男,1981-01-01,其他,,3,registered,1\n";
    report(run("moved", alone, 0));
    assertThat(persons("movedV1")).isZero();
    assertThat(persons("movedV2")).isEqualTo(3);
    assertThat(persons("moved")).isEqualTo(3);
  }

  @Test
  void anUploadedListIsGoneWhenItsImportHasEnded() throws Exception {
    byte[] list = good(34).getBytes(StandardCharsets.UTF_8);
    String digest = files.putPassing(new java.io.ByteArrayInputStream(list), 1 << 20).digest();
    report(run(admin(), ImportKind.REGISTER, digest, countyMapping("passing"), 0, true));
    assertThat(files.get(digest)).as("kept for the confirmation").hasBinaryContent(list);
    report(run(admin(), ImportKind.REGISTER, digest, countyMapping("passing"), 0, false));
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> files.get(digest))
                    .hasMessageContaining("store.not-found"));
  }

  @Test
  void tooManyBadRowsChangeNothingAndStillGiveTheErrorFile() throws Exception {
    Actor actor = admin();
    Jobs.Job job =
        run(
            actor,
            ImportKind.REGISTER,
            put(good(27) + "1,X,X1,坏人,男,1800-01-01,户主,,1,registered,1\n"),
            countyMapping("share"),
            0.2,
            false);
    assertThat(job.state()).isEqualTo(Jobs.State.REFUSED);
    assertThat(job.refusalCode()).isEqualTo("register.too-many-bad-rows");
    assertThat(job.refusalFacts()).containsEntry("bad", 1).containsEntry("rows", 4);
    assertThat(Files.readString(imports.errors(actor, job.id()).orElseThrow()))
        .contains("impossible-age");
    assertThat(register.findPlace(new PlaceCode("XA-share"))).isEmpty();
    assertThatThrownBy(() -> imports.errors(admin(), job.id())).isInstanceOf(Refusal.class);
  }

  @Test
  void aPreviewShowsRowsAndCountsAndChangesNothing() throws Exception {
    ImportReport preview =
        report(run(admin(), ImportKind.REGISTER, put(good(28)), countyMapping("preview"), 0, true));
    assertThat(preview.preview()).isTrue();
    assertThat(preview.persons().fresh()).isEqualTo(3);
    assertThat(preview.firstRows()).hasSize(3);
    assertThat(preview.firstRows().getFirst())
        .containsEntry("name", "张某某")
        .containsEntry("village", "1");
    assertThat(preview.firstRows().toString()).doesNotContain("5002361");
    assertThat(register.findPlace(new PlaceCode("XA-preview"))).isEmpty();
  }

  @Test
  void aFileThatBreaksInTheMiddleLeavesNothingBehind() throws Exception {
    StringBuilder long1 = new StringBuilder(HEADING);
    for (int i = 0; i < 9_000; i++)
      long1.append("1,K%d,L%d,王一,男,1980-01-01,户主,,1,registered,1\n".formatted(i, i));
    byte[] whole = gzip(long1.toString().getBytes(StandardCharsets.UTF_8));
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length * 2 / 3);
    Jobs.Job job = run(admin(), ImportKind.REGISTER, put(cut), countyMapping("cut"), 0, false);
    assertThat(job.refusalCode()).isEqualTo("register.unreadable-file");
    String quote = long1.substring(0, long1.length() - 40_000) + "\"" + "x".repeat(17 << 20);
    assertThat(run("cut", quote, 0).refusalCode()).isEqualTo("register.unreadable-file");
    assertThat(register.findPlace(new PlaceCode("XA-cut"))).isEmpty();
    assertThat(
            sql.sql("select count(*) from register.household where county_code = 'XA-cut'")
                .query(Long.class)
                .single())
        .isZero();
    assertThat(
            report(run(admin(), ImportKind.REGISTER, put(whole), countyMapping("cut"), 0, false))
                .persons()
                .fresh())
        .isEqualTo(9_000);
  }

  @Test
  void encodingsAreRecognisedAndBrokenOnesRefused() throws Exception {
    assertThat(
            report(
                    run(
                        admin(),
                        ImportKind.REGISTER,
                        put(good(30), Charset.forName("GBK")),
                        countyMapping("gbk"),
                        0,
                        false))
                .persons()
                .fresh())
        .isEqualTo(3);
    Actor actor = admin();
    assertThat(register.persons(actor, PersonQuery.named("张三丰", new Page.Wanted(1, 200))).items())
        .anyMatch(row -> row.county().text().equals("XA-gbk"));
    assertThat(
            report(
                    run(
                        admin(),
                        ImportKind.REGISTER,
                        put("\uFEFF" + good(91).replace(',', ';')),
                        countyMapping("bom"),
                        0,
                        false))
                .persons()
                .fresh())
        .isEqualTo(3);
    byte[] latin =
        good(92)
            .replace("张三丰", "José Núñez")
            .replace("李秀英", "A")
            .replace("欧阳建国", "B")
            .replace("男", "m")
            .replace("女", "f")
            .replaceAll("户主|配偶", "")
            .getBytes(StandardCharsets.ISO_8859_1);
    Jobs.Job broken =
        run(admin(), ImportKind.REGISTER, put(latin), countyMapping("latin"), 0, false);
    assertThat(broken.refusalCode()).isEqualTo("register.broken-encoding");
    assertThat(((Number) broken.refusalFacts().get("offset")).intValue())
        .isEqualTo(new String(latin, StandardCharsets.ISO_8859_1).indexOf('é'));
  }

  @Test
  void aWorkbookIsReadWithItsDates() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(bytes, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("名单");
      String[] heading = HEADING.strip().split(",");
      for (int i = 0; i < heading.length; i++) sheet.value(0, i, heading[i]);
      Object[] row = {
        1,
        "H1",
        "P1",
        "张三丰",
        "男",
        LocalDate.of(1975, 3, 8),
        "户主",
        id("19750308", 21),
        2,
        "registered",
        3200.5
      };
      for (int i = 0; i < row.length; i++) {
        if (row[i] instanceof LocalDate date) {
          sheet.value(1, i, date);
          sheet.style(1, i).format("yyyy-mm-dd").set();
        } else if (row[i] instanceof Number number) sheet.value(1, i, number);
        else sheet.value(1, i, row[i].toString());
      }
    }
    ImportReport report =
        report(
            run(
                admin(),
                ImportKind.REGISTER,
                put(bytes.toByteArray()),
                countyMapping("xlsx"),
                0,
                false));
    assertThat(report.bad()).isZero();
    assertThat(report.persons().fresh()).isEqualTo(1);
    PersonRow row =
        register
            .persons(admin(), PersonQuery.in(new PlaceCode("XA-xlsx"), new Page.Wanted(1, 5)))
            .items()
            .getFirst();
    assertThat(register.reveal(actor(Role.COUNTY_OFFICER, "XA-xlsx"), row.id(), "testing").born())
        .contains(LocalDate.of(1975, 3, 8));
  }

  @Test
  void filesThatAreNoTablesAreRefused() throws Exception {
    for (String content : List.of("PK\u0003\u0004 not a zip", "%PDF-1.4 text"))
      assertThat(run("odd", content, 0).refusalCode()).isEqualTo("register.unreadable-file");
    assertThat(run("odd", "", 0).refusalCode()).isEqualTo("register.no-rows");
    assertThat(run("odd", HEADING, 0).refusalCode()).isEqualTo("register.no-rows");
    Jobs.Job columns = run("odd", "village,name\n1,x\n", 0);
    assertThat(columns.refusalCode()).isEqualTo("register.wrong-columns");
    assertThat(columns.refusalFacts().get("missing").toString())
        .contains("household")
        .contains("born");
    assertThat(columns.refusalFacts().get("found")).isEqualTo("village, name");
    Jobs.Job kind = run(admin(), ImportKind.PLACES, put(good(32)), countyMapping("odd"), 0, false);
    assertThat(kind.refusalCode()).isEqualTo("register.wrong-kind");
  }

  @Test
  void rowsOfAPlaceThatIsNotTheActorsAreBad() throws Exception {
    report(run("own", good(33), 0));
    Actor officer = actor(Role.COUNTY_OFFICER, "XA-own");
    String own = countyMapping("own");
    assertThat(
            report(run(officer, ImportKind.REGISTER, put(good(33)), own, 0, false))
                .persons()
                .unchanged())
        .isEqualTo(3);
    report(run("foreign", good(90).replaceAll("5002361\\d+X?", ""), 0));
    Jobs.Job job =
        run(
            officer,
            ImportKind.REGISTER,
            put(good(90).replaceAll("5002361\\d+X?", "")),
            countyMapping("foreign"),
            1,
            false);
    assertThat(report(job).badReasons()).containsEntry("not-permitted", 3L);
    assertThatThrownBy(
            () ->
                imports.submit(
                    actor(Role.AUDITOR, "001"),
                    UUID.randomUUID(),
                    new ImportRequest(ImportKind.REGISTER, "00", "x", own, 0, false)))
        .isInstanceOf(Refusal.class);
  }

  private static byte[] gzip(byte[] content) throws java.io.IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
