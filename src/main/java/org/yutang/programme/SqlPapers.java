package org.yutang.programme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.programme.PaperReading.Field;
import org.yutang.programme.PaperReading.Kind;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.cases.CasePapers;
import org.yutang.programme.reading.PaperRows;
import org.yutang.register.Register;

/// Asks cases who may see what, and the rows what was read.
@Component
class SqlPapers implements Papers {

  /// The most warnings of a case.
  private static final int MAX_TWINS = 20;

  private final Cases cases;
  private final CasePapers casePapers;
  private final PaperRows papers;
  private final Register register;
  private final Access access;

  SqlPapers(
      Cases cases, CasePapers casePapers, PaperRows papers, Register register, Access access) {
    this.cases = cases;
    this.casePapers = casePapers;
    this.papers = papers;
    this.register = register;
    this.access = access;
  }

  @Override
  public Findings ofCase(Actor actor, UUID id) {
    if (!cases.maySeePhotos(actor, id))
      access.require(actor, Permission.UNMASK, cases.get(actor, id).village());
    return of(actor, casePapers.find(id).orElseThrow());
  }

  private Findings of(Actor actor, PaperOwner owner) {
    List<PaperReading> readings = new ArrayList<>();
    for (String photo : owner.photos()) papers.find(photo).ifPresent(readings::add);
    return new Findings(
        readings.stream().map(SqlPapers::masked).toList(),
        twins(actor, owner),
        cardFits(actor, owner, readings));
  }

  private List<Twin> twins(Actor actor, PaperOwner owner) {
    Map<UUID, List<PaperRows.Match>> matches = new LinkedHashMap<>();
    Map<String, String> mine = new HashMap<>();
    for (String photo : owner.photos())
      for (PaperRows.Match match : papers.matches(photo, owner.id())) {
        matches.computeIfAbsent(match.owner(), any -> new ArrayList<>()).add(match);
        mine.putIfAbsent(match.photo(), photo);
      }
    List<Twin> twins = new ArrayList<>();
    for (Map.Entry<UUID, List<PaperRows.Match>> each : matches.entrySet()) {
      if (twins.size() == MAX_TWINS) break;
      casePapers
          .find(each.getKey())
          .filter(PaperOwner::counts)
          .flatMap(other -> twin(actor, owner, other, each.getValue(), mine))
          .ifPresent(twins::add);
    }
    twins.sort(Comparator.comparingInt(twin -> -twin.why().size()));
    return twins;
  }

  /// Empty where the other has let go of every photo that is alike.
  private Optional<Twin> twin(
      Actor actor,
      PaperOwner owner,
      PaperOwner other,
      List<PaperRows.Match> matches,
      Map<String, String> mine) {
    Set<Why> why = EnumSet.noneOf(Why.class);
    String photo = "";
    for (PaperRows.Match match : matches) {
      if (!other.photos().contains(match.photo())) continue;
      why.addAll(match.why());
      if (photo.isEmpty()) photo = mine.getOrDefault(match.photo(), "");
    }
    if (why.isEmpty()) return Optional.empty();
    return Optional.of(
        new Twin(
            photo,
            why,
            Optional.of(other.id()).filter(found -> maySee(actor, other)),
            !other.county().equals(owner.county())));
  }

  private boolean maySee(Actor actor, PaperOwner other) {
    try {
      var _ = cases.get(actor, other.id());
      return true;
    } catch (Refusal unseen) {
      return false;
    }
  }

  private Optional<Boolean> cardFits(Actor actor, PaperOwner owner, List<PaperReading> readings) {
    if (!access.may(actor, Permission.SEE_REGISTER, owner.village())) return Optional.empty();
    return readings.stream()
        .filter(reading -> reading.kind() == Kind.ID_CARD)
        .flatMap(reading -> reading.find(Name.ID_NUMBER).stream())
        .findFirst()
        .map(
            number ->
                register.personsByIdNumber(actor, number.value()).stream()
                    .anyMatch(person -> person.id().equals(owner.person())));
  }

  /// Of an identity card nothing is shown that the register does not show either.
  private static PaperReading masked(PaperReading reading) {
    return new PaperReading(
        reading.photo(),
        reading.state(),
        reading.kind(),
        reading.width(),
        reading.height(),
        reading.fields().stream().map(SqlPapers::masked).toList(),
        reading.parts(),
        reading.sum());
  }

  private static Field masked(Field field) {
    String value = field.value();
    String shown =
        switch (field.name()) {
          case PERSON_NAME -> value.substring(0, value.offsetByCodePoints(0, 1)) + "***";
          case ID_NUMBER -> value.substring(0, 3) + "***********" + value.substring(14);
          case BORN -> value.substring(0, 4);
          default -> value;
        };
    return new Field(field.name(), shown, field.confidence(), field.box());
  }
}
