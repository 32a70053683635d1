package org.yutang.register;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.yutang.access.Actor;
import org.yutang.access.PlaceTree;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Asks the register. Questions about places are open to all; those about households and persons
/// need `Permission.SEE_REGISTER` in the place asked about, and lists silently end at the borders
/// of the actor's places.
public interface Register extends PlaceTree {

  Optional<Place> findPlace(PlaceCode code);

  /// The place, or a refusal [RegisterRefusal#UNKNOWN_PLACE].
  Place getPlace(PlaceCode code);

  /// Everything that the place lies in, the world first, its parent last; empty for the world and
  /// for unknown places.
  List<Place> ancestors(PlaceCode code);

  /// What lies directly inside a place, with figures.
  Page<PlaceEntry> children(PlaceCode parent, PlaceQuery query);

  /// Counties anywhere (or inside [PlaceQuery#within]), with figures.
  Page<PlaceEntry> counties(PlaceQuery query);

  /// How many households and persons are registered in a place and all inside it; zeros where none
  /// are.
  Figures figures(PlaceCode code);

  /// What is known of a place itself, such as when a county was delisted.
  List<PlaceFact> placeFacts(PlaceCode code);

  /// Places by the beginning of their name, at most `limit` (up to 50), nearest to the top of the
  /// tree first.
  List<Place> searchPlaces(String text, int limit);

  /// Households in the actor's places, names masked.
  Page<HouseholdRow> households(Actor actor, HouseholdQuery query);

  /// Persons in the actor's places, names masked.
  Page<PersonRow> persons(Actor actor, PersonQuery query);

  /// Those of these persons who live in the actor's places, names masked, in no order; for lists of
  /// what persons have.
  List<PersonRow> persons(Actor actor, Collection<PersonId> ids);

  /// Persons of the actor's places with this whole identity number, masked as ever; at most 10.
  List<PersonRow> personsByIdNumber(Actor actor, String number);

  /// Those of these households that lie in the actor's places, names masked, in no order.
  List<HouseholdRow> households(Actor actor, Collection<HouseholdId> ids);

  /// Refuses with [RegisterRefusal#UNKNOWN_HOUSEHOLD], also where the actor may not see it.
  Household getHousehold(Actor actor, HouseholdId id);

  /// Empty also where the actor may not see them.
  Optional<Person> findPerson(Actor actor, PersonId id);

  /// Refuses with [RegisterRefusal#UNKNOWN_PERSON], also where the actor may not see them.
  Person getPerson(Actor actor, PersonId id);

  /// The whole name and identity number; needs `Permission.UNMASK` in the person's village and a
  /// reason of at least four characters ([RegisterRefusal#REASON_MISSING]), and leaves an audit
  /// row.
  Revealed reveal(Actor actor, PersonId id, String reason);

  /// What rules may know of a person on a day. Refuses with [RegisterRefusal#UNKNOWN_PERSON]. For
  /// rooms, not for readers: asks nobody's permission.
  Profile profile(PersonId id, LocalDate asOf);

  /// Hands out the profile of every person of a county in order of their ids, in lists of up to
  /// `batch`; for rooms, not for readers. No transaction is open while `each` runs, so that it may
  /// write or call the ledger.
  void eachProfile(PlaceCode county, LocalDate asOf, int batch, Consumer<List<Profile>> each);
}
