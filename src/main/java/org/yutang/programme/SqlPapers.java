package org.yutang.programme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
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
import org.yutang.programme.reading.PaperRows;
import org.yutang.register.Register;

/// Asks the claims who may see what, and the rows what was read.
@Component
class SqlPapers implements Papers {

  /// The most warnings of a claim.
  private static final int MAX_TWINS = 20;

  private final Claims claims;
  private final ClaimRows rows;
  private final PaperRows papers;
  private final Register register;
  private final Access access;

  SqlPapers(Claims claims, ClaimRows rows, PaperRows papers, Register register, Access access) {
    this.claims = claims;
    this.rows = rows;
    this.papers = papers;
    this.register = register;
    this.access = access;
  }

  @Override
  public Findings of(Actor actor, UUID id) {
    Claim claim = claims.get(actor, id);
    List<PaperReading> readings = new ArrayList<>();
    for (String photo : claim.photos()) papers.find(photo).ifPresent(readings::add);
    return new Findings(
        readings.stream().map(SqlPapers::masked).toList(),
        twins(actor, claim),
        cardFits(actor, claim, readings));
  }

  private List<Twin> twins(Actor actor, Claim claim) {
    Map<UUID, Set<Why>> why = new LinkedHashMap<>();
    Map<UUID, String> photos = new LinkedHashMap<>();
    for (String photo : claim.photos())
      for (PaperRows.Match match : papers.matches(photo, claim.id())) {
        why.computeIfAbsent(match.claim(), any -> EnumSet.noneOf(Why.class)).addAll(match.why());
        photos.putIfAbsent(match.claim(), photo);
      }
    List<Twin> twins = new ArrayList<>();
    for (Map.Entry<UUID, Set<Why>> each : why.entrySet()) {
      if (twins.size() == MAX_TWINS) break;
      rows.find(each.getKey())
          .filter(other -> other.state != Claim.State.WITHDRAWN)
          .map(
              other ->
                  new Twin(
                      photos.getOrDefault(other.id, ""),
                      each.getValue(),
                      Optional.of(other.id).filter(found -> maySee(actor, found)),
                      !other.county.equals(claim.county())))
          .ifPresent(twins::add);
    }
    twins.sort(Comparator.comparingInt(twin -> -twin.why().size()));
    return twins;
  }

  private boolean maySee(Actor actor, UUID claim) {
    try {
      var _ = claims.get(actor, claim);
      return true;
    } catch (Refusal unseen) {
      return false;
    }
  }

  private Optional<Boolean> cardFits(Actor actor, Claim claim, List<PaperReading> readings) {
    if (!access.may(actor, Permission.SEE_REGISTER, claim.village())) return Optional.empty();
    return readings.stream()
        .filter(reading -> reading.kind() == Kind.ID_CARD)
        .flatMap(reading -> reading.find(Name.ID_NUMBER).stream())
        .findFirst()
        .map(
            number ->
                register.personsByIdNumber(actor, number.value()).stream()
                    .anyMatch(person -> person.id().equals(claim.person())));
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
