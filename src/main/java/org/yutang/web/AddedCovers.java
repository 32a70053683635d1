package org.yutang.web;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.register.PersonId;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// What gifts have added to covers, for the pages of both sides: the person's, with the messages
/// that came along, and the donor's, which names nobody.
@Component
class AddedCovers {

  private final AddedCover cover;
  private final Gifts gifts;
  private final Register register;
  private final java.time.Clock clock;

  AddedCovers(AddedCover cover, Gifts gifts, Register register, java.time.Clock clock) {
    this.cover = cover;
    this.gifts = gifts;
    this.register = register;
    this.clock = clock;
  }

  /// Empty where the programme takes no gifts, or the person never took part.
  Optional<AddedCoverView> of(Actor actor, Programme programme, PersonId person) {
    return takesGifts(programme)
        ? cover.ofPerson(actor, programme.id(), person).map(this::shown)
        : Optional.empty();
  }

  Optional<AddedCoverView> ofOwn(Cases.Applicant applicant, Programme programme) {
    return takesGifts(programme) ? cover.ofOwn(applicant).map(this::shown) : Optional.empty();
  }

  private boolean takesGifts(Programme programme) {
    return programme.gifts(programme.yearOf(BusinessDay.of(clock.instant()))).isPresent();
  }

  private AddedCoverView shown(AddedCover.OfPerson of) {
    List<Gift.Told> messages = gifts.messagesOf(of.gifts());
    return new AddedCoverView(of, messages);
  }

  Optional<AddedCover.OfGift> of(Gift gift) {
    return of(List.of(gift)).stream().findFirst();
  }

  List<AddedCover.OfGift> of(List<Gift> all) {
    return List.copyOf(cover.of(all.stream().map(Gift::publicId).toList()).values());
  }

  Optional<Place> county(Optional<AddedCover.OfGift> gift) {
    Optional<PlaceCode> county = gift.flatMap(AddedCover.OfGift::county);
    return county.map(register::getPlace);
  }
}
