package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;

/// A [ClaimHouse] for tests of what is read from photos.
public final class PaperHouse {

  private final ClaimHouse house;
  private final PersonId person;

  public PaperHouse(BeanFactory beans, PlaceCode county) {
    house = new ClaimHouse(beans, county);
    person = house.covered(1).getFirst();
  }

  public Actor cadre() {
    return house.cadre;
  }

  public Actor insurer() {
    return house.insurer;
  }

  public LocalDate day() {
    return ClaimHouse.FILED;
  }

  /// Everything but the photos made up.
  public ClaimDraft complete(List<String> photos) {
    ClaimDraft draft = house.draft(person, "9000.00", "4000.00");
    return new ClaimDraft(
        Claims.idOf(person, UUID.randomUUID()),
        0,
        draft.programme(),
        person,
        draft.hospital(),
        draft.admitted(),
        draft.discharged(),
        draft.billNumber(),
        draft.total(),
        draft.ownShare(),
        draft.diagnosis(),
        draft.payeeName(),
        draft.payeeAccount(),
        photos,
        draft.confirmation());
  }

  /// A draft with these photos.
  public Claim saved(List<String> photos) {
    return house.claims.save(house.cadre, complete(photos), day());
  }
}
