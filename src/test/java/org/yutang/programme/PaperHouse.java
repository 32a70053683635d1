package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;

/// A [ClaimHouse] for tests of what is read from photos.
public final class PaperHouse {

  private static final ProgrammeId BILLS = new ProgrammeId("test-bills");

  private final ClaimHouse house;
  private final PersonId person;
  private final Cases cases;

  public PaperHouse(BeanFactory beans, PlaceCode county) {
    house = new ClaimHouse(beans, county);
    person = house.covered(1).getFirst();
    cases = beans.getBean(Cases.class);
  }

  public Actor cadre() {
    return house.cadre;
  }

  public Actor insurer() {
    return house.insurer;
  }

  /// Sees cases of the county, and none of their photos.
  public Actor auditor() {
    return ClaimHouse.actor(Role.AUDITOR, house.county);
  }

  public LocalDate day() {
    return ClaimHouse.FILED;
  }

  /// A hospital bill of the insurance, everything but the photos made up.
  public CaseDraft complete(List<String> photos) {
    CaseDraft draft = house.draft(person, "9000.00", "4000.00");
    return ClaimHouse.with(draft, 0, draft.answers(), Map.of("bill", photos));
  }

  /// A draft with these photos.
  public Case saved(List<String> photos) {
    return cases.save(house.cadre, complete(photos), day());
  }

  /// A draft of a case of `test-bills` with photos by their evidence.
  public Case savedCase(Map<String, List<String>> evidence) {
    return saveCase(Cases.idOf(person, UUID.randomUUID()), 0, evidence);
  }

  /// The draft again, with these photos.
  public Case savedCase(Case before, Map<String, List<String>> evidence) {
    return saveCase(before.id(), before.version(), evidence);
  }

  private Case saveCase(UUID id, int version, Map<String, List<String>> evidence) {
    return cases.save(
        house.cadre,
        new CaseDraft(
            id,
            version,
            BILLS,
            "stay",
            person,
            CaseKind.Channel.NOMINATION,
            Map.of(
                "hospital", "某医院",
                "admitted", "2026-03-02",
                "total_cost", "9000.00",
                "insurance_paid", "5000.00"),
            evidence,
            Optional.of("张三"),
            Optional.of("6222020200000001234"),
            Optional.empty()),
        house.today());
  }

  public Case filed(Case draft) {
    return cases.file(house.cadre, draft.id(), draft.version(), house.today());
  }

  public void withdraw(Case filed) {
    cases.withdraw(house.cadre, filed.id(), filed.version(), "typed twice", house.today());
  }
}
