package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.Fact;
import org.yutang.register.Figures;
import org.yutang.register.Household;
import org.yutang.register.HouseholdId;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Person;
import org.yutang.register.PersonId;
import org.yutang.register.PersonQuery;
import org.yutang.register.PersonRow;
import org.yutang.register.Place;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceFact;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.register.Sex;
import org.yutang.register.StatusPeriod;

/// Places, households and persons. Names and identity numbers are masked, always.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Register", description = "Places, households and persons, masked")
class RegisterApi {

  private final Register register;

  RegisterApi(Register register) {
    this.register = register;
  }

  @Operation(summary = "A place with what is known of it and how many are registered in it")
  @GetMapping("/places/{code}")
  PlaceAnswer place(@PathVariable PlaceCode code) {
    return PlaceAnswer.of(
        register.getPlace(code),
        register.figures(code),
        register.ancestors(code),
        register.placeFacts(code));
  }

  @Operation(summary = "The places directly inside one")
  @GetMapping("/places")
  PageAnswer<PlaceLine> places(
      @RequestParam(defaultValue = "001") PlaceCode parent,
      @RequestParam Optional<String> q,
      @RequestParam(defaultValue = "code") String sort,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    PlaceQuery query =
        new PlaceQuery(
            Optional.empty(),
            q,
            false,
            Optional.empty(),
            false,
            choice(PlaceQuery.Sort.class, "sort", sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(register.children(parent, query), PlaceLine::of);
  }

  @Operation(
      summary =
          "Households in the caller's places; q is a number, or the head's name, its pinyin or initials")
  @GetMapping("/households")
  PageAnswer<HouseholdLine> households(
      Actor actor,
      @RequestParam Optional<PlaceCode> place,
      @RequestParam Optional<String> status,
      @RequestParam Optional<String> q,
      @RequestParam(defaultValue = "village") String sort,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    HouseholdQuery query =
        new HouseholdQuery(
            place,
            status.map(each -> choice(PovertyStatus.class, "status", each)),
            q,
            choice(HouseholdQuery.Sort.class, "sort", sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(register.households(actor, query), HouseholdLine::of);
  }

  @Operation(summary = "A household with its members, statuses and facts")
  @GetMapping("/households/{id}")
  HouseholdAnswer household(Actor actor, @PathVariable UUID id) {
    return HouseholdAnswer.of(register.getHousehold(actor, new HouseholdId(id)));
  }

  @Operation(summary = "Persons in the caller's places; q is a name, its pinyin or initials")
  @GetMapping("/persons")
  PageAnswer<PersonLine> persons(
      Actor actor,
      @RequestParam Optional<PlaceCode> place,
      @RequestParam Optional<String> status,
      @RequestParam Optional<String> sex,
      @RequestParam Optional<Integer> minAge,
      @RequestParam Optional<Integer> maxAge,
      @RequestParam Optional<String> q,
      @RequestParam(defaultValue = "village") String sort,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    PersonQuery query =
        new PersonQuery(
            place,
            status.map(each -> choice(PovertyStatus.class, "status", each)),
            sex.map(each -> choice(Sex.class, "sex", each)),
            minAge.map(age -> Math.clamp(age, 0, 200)),
            maxAge.map(age -> Math.clamp(age, 0, 200)),
            q,
            choice(PersonQuery.Sort.class, "sort", sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(register.persons(actor, query), PersonLine::of);
  }

  @Operation(
      summary =
          "Persons in the caller's places with an identity number, which stays out of addresses")
  @PostMapping("/persons/by-id-number")
  List<PersonLine> personsByIdNumber(Actor actor, @RequestBody IdNumberBody body) {
    return register.personsByIdNumber(actor, body.number).stream().map(PersonLine::of).toList();
  }

  @Operation(summary = "A person with their facts")
  @GetMapping("/persons/{id}")
  PersonAnswer person(Actor actor, @PathVariable UUID id) {
    return PersonAnswer.of(register.getPerson(actor, new PersonId(id)));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String parameter, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.name().equalsIgnoreCase(text.replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () -> new Refusal(ApiRefusal.INVALID_PARAMETER, Map.of("parameter", parameter)));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  record IdNumberBody(String number) {}

  record PlaceName(PlaceCode code, String level, String nameZh, @Nullable String nameEn) {
    static PlaceName of(Place place) {
      return new PlaceName(
          place.code(), word(place.level()), place.nameZh(), place.nameEn().orElse(null));
    }
  }

  record FiguresAnswer(
      long households,
      long persons,
      Map<PovertyStatus, Long> householdsByStatus,
      Map<PovertyStatus, Long> personsByStatus,
      long poorVillages) {
    static FiguresAnswer of(Figures figures) {
      return new FiguresAnswer(
          figures.households(),
          figures.persons(),
          figures.householdsByStatus(),
          figures.personsByStatus(),
          figures.poorVillages());
    }
  }

  record PlaceFactAnswer(
      String name,
      String value,
      @Nullable Integer delistedYear,
      @Nullable String note,
      String source) {
    static PlaceFactAnswer of(PlaceFact fact) {
      return new PlaceFactAnswer(
          fact.name(),
          fact.value(),
          fact.delistedYear().orElse(null),
          fact.note().orElse(null),
          fact.source());
    }
  }

  record PlaceLine(PlaceName place, FiguresAnswer figures, @Nullable PlaceFactAnswer poverty) {
    static PlaceLine of(PlaceEntry entry) {
      return new PlaceLine(
          PlaceName.of(entry.place()),
          FiguresAnswer.of(entry.figures()),
          entry.poverty().map(PlaceFactAnswer::of).orElse(null));
    }
  }

  record PlaceAnswer(
      PlaceName place,
      @Nullable PlaceCode parent,
      String source,
      List<PlaceName> inside,
      FiguresAnswer figures,
      List<PlaceFactAnswer> facts) {
    static PlaceAnswer of(Place place, Figures figures, List<Place> above, List<PlaceFact> facts) {
      return new PlaceAnswer(
          PlaceName.of(place),
          place.parent().orElse(null),
          place.source(),
          above.stream().map(PlaceName::of).toList(),
          FiguresAnswer.of(figures),
          facts.stream().map(PlaceFactAnswer::of).toList());
    }
  }

  record HouseholdLine(
      UUID id,
      String number,
      @Nullable String headName,
      PlaceCode village,
      String villageName,
      PlaceCode county,
      int size,
      String status) {
    static HouseholdLine of(HouseholdRow row) {
      return new HouseholdLine(
          row.id().value(),
          row.number(),
          row.headName().orElse(null),
          row.village(),
          row.villageName(),
          row.county(),
          row.size(),
          word(row.status()));
    }
  }

  record PersonLine(
      UUID id,
      UUID household,
      @Nullable String name,
      @Nullable String idNumber,
      String sex,
      @Nullable Integer age,
      String relation,
      boolean head,
      PlaceCode village,
      String villageName,
      PlaceCode county,
      String status) {
    static PersonLine of(PersonRow row) {
      return new PersonLine(
          row.id().value(),
          row.household().value(),
          row.name().orElse(null),
          row.idNumber().orElse(null),
          word(row.sex()),
          row.age().orElse(null),
          word(row.relation()),
          row.head(),
          row.village(),
          row.villageName(),
          row.county(),
          word(row.status()));
    }
  }

  record StatusAnswer(String status, String from, @Nullable String to, String source) {
    static StatusAnswer of(StatusPeriod period) {
      return new StatusAnswer(
          word(period.status()),
          period.from().toString(),
          period.to().map(Object::toString).orElse(null),
          period.source().title());
    }
  }

  record FactAnswer(
      String name,
      Object value,
      @Nullable String unit,
      String from,
      @Nullable String to,
      String source) {
    static FactAnswer of(Fact fact) {
      return new FactAnswer(
          fact.name(),
          fact.value(),
          fact.unit().orElse(null),
          fact.from().toString(),
          fact.to().map(Object::toString).orElse(null),
          fact.source().title());
    }
  }

  record HouseholdAnswer(
      HouseholdLine household,
      List<PersonLine> members,
      List<StatusAnswer> statuses,
      List<FactAnswer> facts) {
    static HouseholdAnswer of(Household household) {
      return new HouseholdAnswer(
          HouseholdLine.of(household.row()),
          household.members().stream().map(PersonLine::of).toList(),
          household.statuses().stream().map(StatusAnswer::of).toList(),
          household.facts().stream().map(FactAnswer::of).toList());
    }
  }

  record PersonAnswer(
      PersonLine person,
      @Nullable Integer birthYear,
      boolean bornExactly,
      @Nullable String idNumberKind,
      String source,
      List<FactAnswer> facts) {
    static PersonAnswer of(Person person) {
      return new PersonAnswer(
          PersonLine.of(person.row()),
          person.birthYear().orElse(null),
          person.bornExactly(),
          person.idNumberKind().orElse(null),
          person.source().title(),
          person.facts().stream().map(FactAnswer::of).toList());
    }
  }
}
