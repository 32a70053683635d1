package org.yutang.programme.cases;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.Reach;
import org.yutang.store.Photos;
import org.yutang.store.StoreRefusal;

/// What an actor may see of cases, and reading what is sealed, which is noted.
@Component
class CaseSight {

  private static final int SHORTEST_REASON = 4;

  private final CaseRows rows;
  private final CaseQueries queries;
  private final CaseStep step;
  private final Definitions definitions;
  private final Reach reach;
  private final Nominators nominators;
  private final Photos photos;
  private final Access access;
  private final Audit audit;

  CaseSight(
      CaseRows rows,
      CaseQueries queries,
      CaseStep step,
      Definitions definitions,
      Reach reach,
      Nominators nominators,
      Photos photos,
      Access access,
      Audit audit) {
    this.rows = rows;
    this.queries = queries;
    this.step = step;
    this.definitions = definitions;
    this.reach = reach;
    this.nominators = nominators;
    this.photos = photos;
    this.access = access;
    this.audit = audit;
  }

  /// Refuses with [ProgrammeRefusal#UNKNOWN_CASE] what the actor does not see: a draft is for who
  /// files.
  CaseRow visible(Actor actor, UUID id) {
    return rows.find(id)
        .filter(row -> step.may(actor, Permission.SEE_CASE, row) || step.isOwn(actor, row))
        .filter(row -> row.state != Case.State.DRAFT || step.may(actor, Permission.FILE_CASE, row))
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
  }

  /// Those that the actor sees.
  Page<CaseRow> list(Actor actor, Case.Query query) {
    return queries.list(numbered(query), seen(actor, query));
  }

  List<Case.Tally> tally(Actor actor, Case.Query query) {
    return queries.tally(numbered(query), seen(actor, query));
  }

  private CaseQueries.Seen seen(Actor actor, Case.Query query) {
    Actor always = Nominators.without(actor);
    return new CaseQueries.Seen(
        places(always, query),
        drafts(always, query),
        Nominators.isOne(actor)
            ? Optional.of(
                new CaseQueries.Nominated(
                    nominators.kinds(), places(actor, query), drafts(actor, query)))
            : Optional.empty(),
        actor.account(),
        step.today());
  }

  /// Where the actor sees cases.
  private Reach.Places places(Actor actor, Case.Query query) {
    return reach.places(actor, Permission.SEE_CASE, query.place(), queries.counties());
  }

  /// Where the actor sees drafts as well.
  private Reach.Places drafts(Actor actor, Case.Query query) {
    return reach.places(actor, Permission.FILE_CASE, query.place(), queries.counties());
  }

  /// Stages are asked for by name and kept by number.
  private Case.Query numbered(Case.Query query) {
    if (query.stage().isEmpty()) return query;
    int number = -1;
    if (query.programme().isPresent() && query.kind().isPresent()) {
      Definition definition = definitions.get(query.programme().get());
      int year = query.policyYear().orElseGet(() -> definition.programme().yearOf(step.today()));
      List<CaseKind.Stage> stages = definition.kind(query.kind().get(), year).kind().stages();
      for (int i = 0; i < stages.size(); i++)
        if (stages.get(i).name().equals(query.stage().get())) number = i;
    }
    if (number < 0)
      throw new Refusal(ProgrammeRefusal.UNKNOWN_STAGE, Map.of("stage", query.stage().get()));
    return new Case.Query(
        query.programme(),
        query.kind(),
        query.policyYear(),
        query.place(),
        query.state(),
        Optional.of(String.valueOf(number)),
        query.person(),
        query.forRole(),
        query.overdue(),
        query.todo(),
        query.sort(),
        query.descending(),
        query.page());
  }

  /// Notes who read it.
  byte[] photo(Actor actor, UUID id, String photo) {
    CaseRow row = visible(actor, id);
    if (!maySeePhotos(actor, row)) access.require(actor, Permission.UNMASK, row.village);
    if (!rows.hasPhoto(photo, id))
      throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "photo"));
    audit.record(
        actor,
        "programme.case-photo-seen",
        row.village,
        id.toString(),
        Map.of("photo", photo.substring(0, 8)));
    return photos.get(photo);
  }

  /// Photos show what is sealed: they are for who decides, who may unmask, and whose case it is.
  boolean maySeePhotos(Actor actor, CaseRow row) {
    return row.barred.contains(actor.account()) // who wrote in it
        || actor.account().equals(row.filer)
        || step.isOwn(actor, row)
        || access.may(actor, Permission.DECIDE_CASE, row.village)
        || access.may(actor, Permission.UNMASK, row.village);
  }

  /// Notes who read it and why; in the transaction that is open.
  Case.Revealed reveal(Actor actor, UUID id, String reason) {
    String why = CaseStep.note(reason, true);
    if (why.length() < SHORTEST_REASON)
      throw new Refusal(ProgrammeRefusal.NOTE_WANTED, Map.of("limit", Cases.MAX_NOTE));
    CaseRow row = visible(actor, id);
    access.require(actor, Permission.UNMASK, row.village);
    audit.record(
        actor, "programme.case-revealed", row.village, id.toString(), Map.of("reason", why));
    return new Case.Revealed(
        id,
        row.secrets.answers(),
        Optional.ofNullable(row.secrets.payeeName()),
        Optional.ofNullable(row.secrets.payeeAccount()),
        Optional.ofNullable(row.secrets.witness()));
  }
}
