package org.yutang.programme;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.definition.Definitions;
import org.yutang.register.PersonId;
import org.yutang.register.Register;
import org.yutang.store.Transactions;

/// Checks who may, and shows what [Pairing] has done.
@Component
class SqlAddedCover implements AddedCover {

  private static final int MOST_NOTE = 200;

  private final PairingRows rows;
  private final Pairing pairing;
  private final Definitions definitions;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlAddedCover(
      PairingRows rows,
      Pairing pairing,
      Definitions definitions,
      Register register,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.pairing = pairing;
    this.definitions = definitions;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public boolean add(ProgrammeId programme, UUID gift, Money amount, LocalDate day) {
    return pairing.add(programme, gift, amount, day);
  }

  @Override
  public void takeBack(UUID gift, LocalDate day) {
    pairing.takeBack(gift, day);
  }

  @Override
  public Map<UUID, OfGift> of(Collection<UUID> gifts) {
    List<PairingRows.GiftRow> found = rows.gifts(gifts);
    Map<UUID, PairingRows.Pair> pairs =
        rows.pairs(found.stream().flatMap(each -> each.pairing().stream()).toList()).stream()
            .collect(Collectors.toMap(PairingRows.Pair::id, Function.identity()));
    Map<String, Boolean> named = new HashMap<>();
    Map<UUID, OfGift> all = new HashMap<>();
    for (PairingRows.GiftRow gift : found)
      all.put(gift.gift(), shown(gift, gift.pairing().map(pairs::get), named));
    return all;
  }

  private OfGift shown(
      PairingRows.GiftRow gift, Optional<PairingRows.Pair> pair, Map<String, Boolean> named) {
    return new OfGift(
        gift.gift(),
        gift.refunded() && pair.isPresent() ? State.USED : gift.state(),
        pair.map(each -> new Money(each.amount(), each.currency())).or(() -> addsToday(gift)),
        pair.map(PairingRows.Pair::county)
            .filter(
                county ->
                    named.computeIfAbsent(
                        gift.programme().text() + county,
                        any -> rows.areAtLeast(gift.programme(), county, FEWEST_NAMED)))
            .map(PlaceCode::new),
        pair.map(PairingRows.Pair::day),
        gift.pairings(),
        gift.pairing());
  }

  private Optional<Money> addsToday(PairingRows.GiftRow gift) {
    Programme programme = definitions.get(gift.programme()).programme();
    return programme.gifts(programme.yearOf(today())).map(Programme.Gifts::adds);
  }

  @Override
  public Optional<OfPerson> ofPerson(Actor actor, ProgrammeId programme, PersonId person) {
    access.require(actor, Permission.SEE_PROGRAMME, register.profile(person, today()).village());
    return shown(programme, person);
  }

  @Override
  public Optional<OfPerson> ofOwn(Cases.Applicant applicant) {
    return shown(applicant.programme(), applicant.person());
  }

  private Optional<OfPerson> shown(ProgrammeId programme, PersonId person) {
    String currency = definitions.get(programme).programme().currency();
    return rows.participant(programme, person, false)
        .map(
            who ->
                new OfPerson(
                    who.pairs(),
                    new Money(who.added(), currency),
                    new Money(rows.used(programme, person), currency),
                    who.until(),
                    who.left(),
                    rows.giftsOf(who, MOST_GIFTS)));
  }

  @Override
  public void leave(
      Actor actor, ProgrammeId programme, PersonId person, LocalDate day, String note) {
    Programme defined = definitions.get(programme).programme();
    PlaceCode village = register.profile(person, today()).village();
    access.require(actor, Permission.EDIT_REGISTER, village);
    String why = note.strip();
    if (why.isEmpty() || why.length() > MOST_NOTE)
      throw new Refusal(ProgrammeRefusal.NOTE_WANTED, Map.of("limit", MOST_NOTE));
    if (day.isAfter(today()))
      throw new Refusal(ProgrammeRefusal.BAD_DAY, Map.of("day", day.toString()));
    transactions.run(
        () -> {
          PairingRows.Participant who =
              rows.participant(programme, person, true)
                  .orElseThrow(() -> new Refusal(ProgrammeRefusal.NOT_TAKING_PART));
          if (who.left().isPresent()) return;
          pairing.part(who, day);
          audit.record(
              actor,
              "programme.leave",
              village,
              person.toString(),
              Map.of("programme", programme.text(), "day", day.toString(), "note", why));
        });
    if (!Transactions.isOpen()) pairing.pairWaiting(defined);
  }

  @Override
  public Sums sums(ProgrammeId programme) {
    List<Long> sums = rows.sums(programme);
    String currency = definitions.get(programme).programme().currency();
    return new Sums(sums.get(0), sums.get(1), new Money(sums.get(2), currency), sums.get(3));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
