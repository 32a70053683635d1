package org.yutang.programme;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;

/// What gifts add to the cover of people: each gift raises that of exactly one person who takes
/// part, by the sum that the definition names; see [Programme.Gifts].
///
/// Whoever has the least is next. A gift has one living pairing at most. When the person leaves, it
/// is paired anew; where nobody takes part it waits until somebody does. Cover is used in the order
/// in which it was added, and what has been used stays with the person whom it helped, whatever
/// becomes of the gift.
///
/// Gifts are named as they are in the public log. Each pairing leaves a leaf there: the gift, the
/// sum, the day and a salted digest instead of the person.
public interface AddedCover {

  /// How long after the last day of cover somebody still takes part, so that the pairs do not
  /// change at the turn of each year.
  int DAYS_TO_RENEW = 60;

  /// Counties in which fewer take part are not named to donors.
  int FEWEST_NAMED = 10;

  /// The most gifts of one person that [OfPerson] names.
  int MOST_GIFTS = 1000;

  /// Adds a gift that is paid, and pairs it if somebody takes part. The same gift again does
  /// nothing. Joins the caller's transaction, which must be open.
  ///
  /// @param amount of the gift; see [Programme.Gifts#least]
  /// @param day the business day on which it was paid; its policy year's version decides
  /// @return whether the gift adds to somebody's cover, now or later
  boolean add(ProgrammeId programme, UUID gift, Money amount, LocalDate day);

  /// Takes back what a gift has added, because its money went back; what has been used of it stays.
  /// Nothing happens for a gift that adds nothing. Joins the caller's transaction, which must be
  /// open.
  void takeBack(UUID gift, LocalDate day);

  /// What became of these gifts; without those that add nothing. For rooms and donors' pages: names
  /// nobody.
  Map<UUID, OfGift> of(Collection<UUID> gifts);

  /// @param adds what it adds, or would
  /// @param county where the person lives; empty where that would say too much
  /// @param since the day on which this pair came to be
  /// @param pairings how often the gift was paired
  /// @param leaf names the pairing in the public log
  record OfGift(
      UUID gift,
      State state,
      Optional<Money> adds,
      Optional<PlaceCode> county,
      Optional<LocalDate> since,
      int pairings,
      Optional<UUID> leaf) {}

  enum State {
    /// Nobody takes part at present; it is paired when somebody does.
    WAITING,
    PAIRED,
    /// Its money went back after its cover had helped somebody.
    USED,
    TAKEN_BACK
  }

  /// What gifts have added for a person; empty where the person never took part. Wants
  /// `SEE_PROGRAMME` where the person lives.
  Optional<OfPerson> ofPerson(Actor actor, ProgrammeId programme, PersonId person);

  /// The same for whoever holds the person's own link; see [Cases#applicant].
  Optional<OfPerson> ofOwn(Cases.Applicant applicant);

  /// @param pairs how many gifts
  /// @param added what they add together
  /// @param used what of it has paid for benefits above their ceilings
  /// @param until the last day of cover
  /// @param left the last day on which the person took part
  /// @param gifts the newest first, at most [#MOST_GIFTS]
  record OfPerson(
      int pairs,
      Money added,
      Money used,
      LocalDate until,
      Optional<LocalDate> left,
      List<UUID> gifts) {
    public OfPerson {
      gifts = List.copyOf(gifts);
    }
  }

  /// Ends a person's part in the programme as of a day, today or before: the gifts whose cover was
  /// not used are paired with others. Cover for what happened until that day stays. Repeating it
  /// does nothing. Wants `EDIT_REGISTER` where the person lives, and refuses with
  /// [ProgrammeRefusal#NOT_TAKING_PART], [ProgrammeRefusal#BAD_DAY] and
  /// [ProgrammeRefusal#NOTE_WANTED].
  void leave(Actor actor, ProgrammeId programme, PersonId person, LocalDate day, String note);

  /// How many take part, what gifts add for them, and how many wait; names nobody and asks nobody's
  /// permission.
  Sums sums(ProgrammeId programme);

  /// @param people who take part
  /// @param pairs living pairings
  /// @param added what those add
  /// @param waiting gifts that nobody could take yet
  record Sums(long people, long pairs, Money added, long waiting) {}
}
