package org.yutang.programme.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.TestPhotos;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.Cases;
import org.yutang.programme.PaperHouse;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.PaperReading.State;
import org.yutang.programme.Papers;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens;
import org.yutang.specimen.Specimens.Taken;
import org.yutang.store.Photos;

/// Photos of claims are read in the background by the models that are shipped, and the same bill is
/// found in another county.
@Tag("slow")
class PapersTest extends ServerTest {

  private static final PlaceCode ONE = new PlaceCode("CN-511702");
  private static final PlaceCode OTHER = new PlaceCode("CN-511703");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Autowired BeanFactory beans;
  @Autowired Papers papers;
  @Autowired Photos photos;
  @Autowired Cases cases;
  @Autowired PaperRows rows;
  @Autowired JdbcClient sql;

  private String photo(byte[] jpeg) throws IOException {
    return photos.put(new ByteArrayInputStream(jpeg)).id();
  }

  private Papers.Findings read(Actor actor, UUID claim) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Papers.Findings findings = papers.ofCase(actor, claim);
      if (!findings.waiting()) return findings;
      if (System.nanoTime() > limit) throw new AssertionError("not read");
      LockSupport.parkNanos(100_000_000);
    }
  }

  private record Legible(Taken<SpecimenBill> bill, Case file, Papers.Findings found) {}

  /// A bill that was read whole and rightly. One picture in ten lacks a field or has it wrong, as
  /// `bench bills` shows; that none of five is right would be a fault.
  private Legible legible(PaperHouse house, SpecimenBill.Layout layout) throws IOException {
    for (int i = 0; i < 5; i++) {
      Taken<SpecimenBill> bill = Specimens.scanned(layout, unique());
      Case file = house.saved(List.of(photo(bill.jpeg())));
      Papers.Findings found = read(house.cadre(), file.id());
      boolean whole =
          Stream.of(Name.BILL_NUMBER, Name.HOSPITAL, Name.ADMITTED, Name.INVOICE_DAY, Name.TOTAL)
              .allMatch(name -> found.find(name).isPresent());
      if (whole && total(found).equals(bill.paper().total().decimal()))
        return new Legible(bill, file, found);
    }
    throw new AssertionError("none of five bills could be read");
  }

  private static String total(Papers.Findings found) {
    return found.find(Name.TOTAL).orElseThrow().value();
  }

  @Test
  void aBillIsReadAndTheSameBillFoundInAnotherCounty() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    PaperHouse elsewhere = new PaperHouse(beans, OTHER);
    Legible legible = legible(house, SpecimenBill.Layout.SETTLEMENT);
    Taken<SpecimenBill> bill = legible.bill();
    Case first = legible.file();
    Papers.Findings found = legible.found();
    assertThat(found.readings()).hasSize(1);
    assertThat(found.find(Name.TOTAL).orElseThrow().value())
        .isEqualTo(bill.paper().total().decimal());
    assertThat(found.find(Name.ADMITTED).orElseThrow().value())
        .isEqualTo(bill.paper().admitted().toString());
    assertThat(found.twins()).isEmpty();

    // the very picture, and the same paper taken anew
    Case picture = elsewhere.saved(List.of(photo(bill.jpeg())));
    Papers.Findings twin = read(elsewhere.cadre(), picture.id());
    assertThat(twin.twins()).hasSize(1);
    assertThat(twin.twins().getFirst().why())
        .containsExactlyInAnyOrder(
            Papers.Why.SAME_NUMBER, Papers.Why.SAME_AMOUNT_AND_DAY, Papers.Why.SAME_PICTURE);
    assertThat(twin.twins().getFirst().other()).as("not of this village").isEmpty();
    assertThat(twin.twins().getFirst().otherCounty()).isTrue();
    assertThat(papers.ofCase(house.cadre(), first.id()).twins()).hasSize(1);
    cases.file(house.cadre(), first.id(), first.version(), house.day());
    Case filed = cases.file(elsewhere.cadre(), picture.id(), picture.version(), house.day());
    assertThat(papers.ofCase(house.insurer(), picture.id()).twins())
        .singleElement()
        .satisfies(seen -> assertThat(seen.other()).contains(first.id()));

    cases.withdraw(elsewhere.cadre(), picture.id(), filed.version(), "typed twice", house.day());
    assertThat(papers.ofCase(house.cadre(), first.id()).twins()).isEmpty();
  }

  @Test
  void whoMayNotSeeTheCaseMayNotSeeWhatWasRead() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    PaperHouse elsewhere = new PaperHouse(beans, OTHER);
    Case file = house.saved(List.of(TestPhotos.fresh(beans)));
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> papers.ofCase(elsewhere.cadre(), file.id()));
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
  }

  @Test
  void aPhotoThatShowsNothingIsUnreadableAndTheCaseGoesOn() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    CaseDraft draft = house.complete(List.of(TestPhotos.fresh(beans)));
    Case saved = cases.save(house.cadre(), draft, house.day());
    Case filed = cases.file(house.cadre(), saved.id(), saved.version(), house.day());
    assertThat(filed.state()).isEqualTo(Case.State.IN_REVIEW);
    assertThat(read(house.cadre(), filed.id()).readings())
        .extracting(PaperReading::state)
        .containsExactly(State.UNREADABLE);
  }

  @Test
  void anIdentityCardIsMaskedAndComparedWithTheRegister() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    Case file = house.saved(List.of(photo(Specimens.card(unique(), 0).jpeg())));
    Papers.Findings found = read(house.cadre(), file.id());
    PaperReading card = found.readings().getFirst();
    assertThat(card.kind()).isEqualTo(PaperReading.Kind.ID_CARD);
    assertThat(card.find(Name.ID_NUMBER).orElseThrow().value()).matches("990\\*{11}[0-9X]{4}");
    assertThat(found.cardFits()).contains(false);
  }

  @Test
  void whatWasReadIsSealed() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    Legible legible = legible(house, SpecimenBill.Layout.RECEIPT);
    Taken<SpecimenBill> bill = legible.bill();
    Case file = legible.file();
    assertThat(legible.found().find(Name.HOSPITAL)).isPresent();
    String kept =
        sql.sql("select p::text from programme.paper p where case_file = :file")
            .param("file", file.id())
            .query(String.class)
            .single();
    assertThat(kept).doesNotContain(bill.paper().number(), bill.paper().hospital());
    String hidden = new String(secrets(file.id()), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(hidden).doesNotContain(bill.paper().number());
  }

  private byte[] secrets(UUID file) {
    return sql.sql("select secrets from programme.paper where case_file = :file")
        .param("file", file)
        .query((row, nth) -> row.getBytes(1))
        .single();
  }

  @Test
  void aPhotoIsReadOnceWhoeverComesSecond() {
    String photo = "0001" + UUID.randomUUID().toString().replace("-", "") + "0".repeat(28);
    UUID claim = UUID.randomUUID();
    sql.sql(
            "insert into programme.paper (shard_key, photo, case_file, state, taken_until) values (1, :photo, :claim, 'WAITING', 'infinity')")
        .param("photo", photo)
        .param("claim", claim)
        .update(); // taken by somebody
    rows.want(photo, claim);
    rows.put(reading(photo, "100.00"), null);
    rows.put(reading(photo, "999.00"), null);
    assertThat(rows.find(photo).orElseThrow().find(Name.TOTAL).orElseThrow().value())
        .isEqualTo("100.00");
  }

  private static PaperReading reading(String photo, String total) {
    return new PaperReading(
        photo,
        State.READ,
        PaperReading.Kind.BILL,
        1000,
        800,
        List.of(
            new PaperReading.Field(
                Name.TOTAL, total, 0.9, new PaperReading.Box(0.1, 0.1, 0.1, 0.1)),
            new PaperReading.Field(
                Name.INVOICE_DAY,
                LocalDate.of(2026, 1, 2).toString(),
                0.9,
                new PaperReading.Box(0.1, 0.3, 0.1, 0.1))),
        List.of(),
        PaperReading.Sum.UNKNOWN);
  }

  @Test
  void amountAndDayOrNumberAloneAreEnough() {
    UUID mine = UUID.randomUUID();
    String photo = waiting(mine);
    String same = waiting(UUID.randomUUID());
    String total = (1 + unique() % 1_000_000) + ".17";
    rows.put(reading(photo, total), null);
    rows.put(reading(same, total), null);
    assertThat(rows.matches(photo, mine))
        .singleElement()
        .extracting(PaperRows.Match::why)
        .isEqualTo(java.util.Set.of(Papers.Why.SAME_AMOUNT_AND_DAY));
    assertThat(rows.find(photo).map(PaperReading::state)).isEqualTo(Optional.of(State.READ));
  }

  private String waiting(UUID claim) {
    String photo = "0002" + UUID.randomUUID().toString().replace("-", "") + "0".repeat(28);
    sql.sql(
            "insert into programme.paper (shard_key, photo, case_file, state, taken_until) values (2, :photo, :claim, 'WAITING', 'infinity')")
        .param("photo", photo)
        .param("claim", claim)
        .update();
    return photo;
  }

  private static long unique() {
    return System.nanoTime() & 0x7fffffff;
  }
}
