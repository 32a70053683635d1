package org.yutang.programme.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.TestPhotos;
import org.yutang.access.AccessRefusal;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.PaperHouse;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.Papers;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens;
import org.yutang.specimen.Specimens.Taken;
import org.yutang.store.Photos;

/// Photos of cases are read by what their kind says, by the models that are shipped, and the same
/// bill is found among cases of other counties.
@Tag("slow")
class CasePapersTest extends ServerTest {

  private static final PlaceCode ONE = new PlaceCode("CN-511722");
  private static final PlaceCode OTHER = new PlaceCode("CN-511723");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// One bill in ten is read without one of its fields.
  private static final int TRIES = 5;

  @Autowired BeanFactory beans;
  @Autowired Papers papers;
  @Autowired Photos photos;
  @Autowired PaperRows rows;

  private String photo(byte[] jpeg) throws IOException {
    return photos.put(new ByteArrayInputStream(jpeg)).id();
  }

  private static Papers.Findings read(Supplier<Papers.Findings> of) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Papers.Findings findings = of.get();
      if (!findings.waiting()) return findings;
      if (System.nanoTime() > limit) throw new AssertionError("not read");
      LockSupport.parkNanos(100_000_000);
    }
  }

  private static Map<String, List<String>> bill(String photo) {
    return Map.of("bill", List.of(photo));
  }

  private static boolean isWhole(Papers.Findings findings, SpecimenBill bill) {
    Map<Name, String> printed =
        Map.of(
            Name.TOTAL, bill.total().decimal(),
            Name.ADMITTED, bill.admitted().toString(),
            Name.BILL_NUMBER, bill.number());
    return printed.entrySet().stream()
        .allMatch(
            each ->
                findings
                    .find(each.getKey())
                    .filter(field -> field.value().equals(each.getValue()))
                    .isPresent());
  }

  @Test
  void aBillOfACaseIsReadAndFoundAmongCasesOfOtherCounties() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    PaperHouse elsewhere = new PaperHouse(beans, OTHER);
    for (int i = 0; i < TRIES; i++) {
      Taken<SpecimenBill> bill = Specimens.scanned(SpecimenBill.Layout.SETTLEMENT, unique());
      Case mine = house.savedCase(bill(photo(bill.jpeg())));
      Papers.Findings found = read(() -> papers.ofCase(house.cadre(), mine.id()));
      assertThat(found.readings()).hasSize(1);
      if (!isWhole(found, bill.paper())) continue;
      assertThat(found.twins()).isEmpty();
      twins(house, elsewhere, mine, bill.jpeg());
      return;
    }
    throw new AssertionError("none of " + TRIES + " bills was read as printed");
  }

  private void twins(PaperHouse house, PaperHouse elsewhere, Case mine, byte[] jpeg)
      throws IOException {
    Case bill = elsewhere.saved(List.of(photo(jpeg)));
    Papers.Findings ofBill = read(() -> papers.ofCase(elsewhere.cadre(), bill.id()));
    assertThat(ofBill.twins())
        .singleElement()
        .isEqualTo(
            new Papers.Twin(
                bill.evidence().get("bill").getFirst(),
                List.of(Papers.Why.values()).stream().collect(java.util.stream.Collectors.toSet()),
                Optional.empty(),
                true));
    Case again = elsewhere.savedCase(bill(photo(jpeg)));
    read(() -> papers.ofCase(elsewhere.cadre(), again.id()));
    Case filed = house.filed(mine);
    Case filedAgain = elsewhere.filed(again);
    assertThat(papers.ofCase(house.insurer(), filed.id()).twins()).hasSize(2);
    assertThat(papers.ofCase(house.insurer(), filed.id()).twins())
        .filteredOn(twin -> twin.other().filter(again.id()::equals).isPresent())
        .singleElement()
        .satisfies(twin -> assertThat(twin.otherCounty()).isTrue());

    elsewhere.withdraw(filedAgain);
    assertThat(papers.ofCase(house.insurer(), filed.id()).twins())
        .singleElement()
        .satisfies(twin -> assertThat(twin.other()).isEmpty());
  }

  @Test
  void aPhotoThatWasTakenOutOfACaseIsNoTwin() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    PaperHouse elsewhere = new PaperHouse(beans, OTHER);
    byte[] jpeg = Specimens.scanned(SpecimenBill.Layout.RECEIPT, unique()).jpeg();
    Case mine = house.savedCase(bill(photo(jpeg)));
    Case other = elsewhere.savedCase(bill(photo(jpeg)));
    read(() -> papers.ofCase(elsewhere.cadre(), other.id()));
    assertThat(read(() -> papers.ofCase(house.cadre(), mine.id())).twins())
        .singleElement()
        .satisfies(twin -> assertThat(twin.why()).contains(Papers.Why.SAME_PICTURE));
    elsewhere.savedCase(other, bill(TestPhotos.fresh(beans)));
    assertThat(papers.ofCase(house.cadre(), mine.id()).twins()).isEmpty();
  }

  @Test
  void whoMayNotSeeThePhotosMayNotSeeWhatWasRead() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    PaperHouse elsewhere = new PaperHouse(beans, OTHER);
    Case filed = house.filed(house.savedCase(bill(TestPhotos.fresh(beans))));
    Refusal unseen =
        catchThrowableOfType(Refusal.class, () -> papers.ofCase(elsewhere.cadre(), filed.id()));
    assertThat(unseen.code()).isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
    Refusal sealed =
        catchThrowableOfType(Refusal.class, () -> papers.ofCase(house.auditor(), filed.id()));
    assertThat(sealed.code()).isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(papers.ofCase(house.insurer(), filed.id()).readings()).hasSize(1);
  }

  @Test
  void onlyWhatTheKindReadsIsReadEvenWhenAPhotoMoves() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    String one = TestPhotos.fresh(beans);
    Case saved = house.savedCase(Map.of("other", List.of(one)));
    assertThat(papers.ofCase(house.cadre(), saved.id()).readings()).isEmpty();
    assertThat(rows.find(one)).isEmpty();
    Case moved = house.savedCase(saved, bill(one));
    assertThat(papers.ofCase(house.cadre(), moved.id()).readings())
        .extracting(PaperReading::photo)
        .containsExactly(one);
  }

  @Test
  void anIdentityCardIsMaskedAndComparedWithTheRegister() throws Exception {
    PaperHouse house = new PaperHouse(beans, ONE);
    for (int i = 0; i < TRIES; i++) {
      Case file =
          house.savedCase(
              Map.of("identity-card", List.of(photo(Specimens.card(unique(), 0).jpeg()))));
      Papers.Findings found = read(() -> papers.ofCase(house.cadre(), file.id()));
      PaperReading card = found.readings().getFirst();
      if (card.find(Name.ID_NUMBER).isEmpty()) continue;
      assertThat(card.find(Name.ID_NUMBER).get().value()).matches("990\\*{11}[0-9X]{4}");
      assertThat(found.cardFits()).contains(false);
      return;
    }
    throw new AssertionError("none of " + TRIES + " cards was read");
  }

  private static long unique() {
    return System.nanoTime() & 0x7fffffff;
  }
}
