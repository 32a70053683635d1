package org.yutang.programme.cases;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Grant;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CasePeople;
import org.yutang.programme.definition.Definitions;
import org.yutang.register.PersonId;
import org.yutang.register.PersonRow;
import org.yutang.register.Register;
import org.yutang.register.RegisterRefusal;

/// Reads the register in the house's own name and hands on what the actor's permissions for cases
/// allow.
@Component
class RegisteredPeople implements CasePeople {

  private final Register register;
  private final Access access;
  private final Accounts accounts;
  private final Definitions definitions;
  private final SheetRows sheets;
  private final Audit audit;

  RegisteredPeople(
      Register register,
      Access access,
      Accounts accounts,
      Definitions definitions,
      SheetRows sheets,
      Audit audit) {
    this.register = register;
    this.access = access;
    this.accounts = accounts;
    this.definitions = definitions;
    this.sheets = sheets;
    this.audit = audit;
  }

  @Override
  public List<PersonRow> find(Actor actor, String idNumber) {
    access.requireSomewhere(actor, Permission.FILE_CASE);
    List<PersonRow> found =
        register.personsByIdNumber(Actor.SYSTEM, idNumber.strip()).stream()
            .filter(row -> access.may(actor, Permission.FILE_CASE, row.village()))
            .toList();
    for (PersonRow row : found)
      audit.record(
          actor, "programme.case-person-found", row.village(), row.id().toString(), Map.of());
    return found;
  }

  @Override
  public PersonRow get(Actor actor, PersonId person) {
    return register.persons(Actor.SYSTEM, List.of(person)).stream()
        .filter(
            row ->
                access.may(actor, Permission.FILE_CASE, row.village())
                    || access.may(actor, Permission.SEE_CASE, row.village()))
        .findFirst()
        .orElseThrow(
            () -> new Refusal(RegisterRefusal.UNKNOWN_PERSON, Map.of("person", person.toString())));
  }

  @Override
  public Map<PersonId, PersonRow> of(Actor actor, Collection<Case> cases) {
    Set<PlaceCode> seen =
        access.among(
            actor,
            Permission.SEE_CASE,
            cases.stream().map(Case::village).collect(Collectors.toSet()));
    List<PersonId> ids =
        cases.stream()
            .filter(each -> seen.contains(each.village()))
            .map(Case::person)
            .distinct()
            .toList();
    Map<PersonId, PersonRow> people = new HashMap<>();
    for (PersonRow row : register.persons(Actor.SYSTEM, ids)) people.put(row.id(), row);
    return people;
  }

  @Override
  public List<Judge> judges(Actor actor, CaseCall call, String stage) {
    access.require(
        actor, Permission.RUN_PROGRAMME, definitions.get(call.programme()).programme().place());
    Map<UUID, Integer> load = sheets.load(call, stage);
    return accounts.holding(Role.JUDGE).stream()
        .map(
            account ->
                new Judge(
                    account.id(),
                    account.displayName(),
                    places(account),
                    load.getOrDefault(account.id(), 0)))
        .toList();
  }

  private static List<PlaceCode> places(Account account) {
    return account.grants().stream()
        .map(Account.Held::grant)
        .filter(grant -> grant.role() == Role.JUDGE)
        .map(Grant::place)
        .sorted()
        .toList();
  }
}
