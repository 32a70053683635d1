package org.yutang.register;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// The register on PostgreSQL: asks who may, and hands over to [Places], [Households], [Persons]
/// and [Profiles].
@Component
class SqlRegister implements Register {

  private static final int SHORTEST_REASON = 4;
  private static final int LONGEST_REASON = 500;

  private final Places places;
  private final Households households;
  private final Persons persons;
  private final Profiles profiles;
  private final Scope.Finder scopes;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlRegister(
      Places places,
      Households households,
      Persons persons,
      Profiles profiles,
      Scope.Finder scopes,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.places = places;
    this.households = households;
    this.persons = persons;
    this.profiles = profiles;
    this.scopes = scopes;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public boolean contains(PlaceCode outer, PlaceCode inner) {
    return places.contains(outer, inner);
  }

  @Override
  public Set<PlaceCode> within(Collection<PlaceCode> outer, Collection<PlaceCode> inner) {
    return places.within(outer, inner);
  }

  @Override
  public Optional<Place> findPlace(PlaceCode code) {
    return places.find(code);
  }

  @Override
  public Place getPlace(PlaceCode code) {
    return places
        .find(code)
        .orElseThrow(
            () -> new Refusal(RegisterRefusal.UNKNOWN_PLACE, Map.of("place", code.text())));
  }

  @Override
  public List<Place> ancestors(PlaceCode code) {
    return places.ancestors(code);
  }

  @Override
  public Page<PlaceEntry> children(PlaceCode parent, PlaceQuery query) {
    return places.children(parent, query);
  }

  @Override
  public Page<PlaceEntry> counties(PlaceQuery query) {
    return places.counties(query);
  }

  @Override
  public Figures figures(PlaceCode code) {
    return places.figures(code);
  }

  @Override
  public List<PlaceFact> placeFacts(PlaceCode code) {
    return places.facts(code);
  }

  @Override
  public List<Place> searchPlaces(String text, int limit) {
    return text.isBlank() ? List.of() : places.search(text.strip(), limit);
  }

  @Override
  public Page<HouseholdRow> households(Actor actor, HouseholdQuery query) {
    return households.list(scopes.of(actor, Permission.SEE_REGISTER, query.place()), query);
  }

  @Override
  public Page<PersonRow> persons(Actor actor, PersonQuery query) {
    return persons.list(scopes.of(actor, Permission.SEE_REGISTER, query.place()), query, today());
  }

  @Override
  public List<PersonRow> personsByIdNumber(Actor actor, String number) {
    Scope everywhere = scopes.of(actor, Permission.SEE_REGISTER, Optional.empty());
    return persons.numbered(everywhere, number.strip(), today());
  }

  @Override
  public List<HouseholdRow> households(Actor actor, Collection<HouseholdId> ids) {
    Scope scope = scopes.of(actor, Permission.SEE_REGISTER, Optional.empty());
    return scope.isNothing() || ids.isEmpty() ? List.of() : households.these(scope, ids);
  }

  @Override
  public Household getHousehold(Actor actor, HouseholdId id) {
    return households
        .find(id)
        .filter(row -> access.may(actor, Permission.SEE_REGISTER, row.village()))
        .map(
            row ->
                new Household(
                    row,
                    persons.members(id, today()),
                    households.statuses(id),
                    households.facts(id.shard(), id.value())))
        .orElseThrow(
            () ->
                new Refusal(RegisterRefusal.UNKNOWN_HOUSEHOLD, Map.of("household", id.toString())));
  }

  @Override
  public List<PersonRow> persons(Actor actor, Collection<PersonId> ids) {
    Scope scope = scopes.of(actor, Permission.SEE_REGISTER, Optional.empty());
    return scope.isNothing() || ids.isEmpty() ? List.of() : persons.these(scope, ids, today());
  }

  @Override
  public Optional<Person> findPerson(Actor actor, PersonId id) {
    return persons
        .find(id, today())
        .filter(person -> access.may(actor, Permission.SEE_REGISTER, person.row().village()))
        .map(person -> person.with(households.facts(id.shard(), id.value())));
  }

  @Override
  public Person getPerson(Actor actor, PersonId id) {
    return findPerson(actor, id).orElseThrow(() -> unknown(id));
  }

  @Override
  public Revealed reveal(Actor actor, PersonId id, String reason) {
    String why = reason.strip();
    if (why.length() < SHORTEST_REASON || why.length() > LONGEST_REASON)
      throw new Refusal(RegisterRefusal.REASON_MISSING, Map.of("minLength", SHORTEST_REASON));
    return transactions.call(
        () -> {
          Person person = getPerson(actor, id);
          access.require(actor, Permission.UNMASK, person.row().village());
          audit.record(
              actor,
              "register.revealed",
              person.row().village(),
              id.toString(),
              Map.of("reason", why));
          return persons.open(id);
        });
  }

  @Override
  public Profile profile(PersonId id, LocalDate asOf) {
    return profiles.find(id, asOf).orElseThrow(() -> unknown(id));
  }

  @Override
  public void eachProfile(
      PlaceCode county, LocalDate asOf, int batch, Consumer<List<Profile>> each) {
    profiles.each(county, asOf, batch, each);
  }

  private static Refusal unknown(PersonId id) {
    return new Refusal(RegisterRefusal.UNKNOWN_PERSON, Map.of("person", id.toString()));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
