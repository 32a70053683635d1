package org.yutang.incubation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Writes plans, milestones and visits down.
@Component
class SqlNurture implements Nurture {

  private static final int LONGEST = 120;
  private static final int LONGEST_NOTE = 2000;

  private final Desk desk;
  private final SqlSelection selection;
  private final Gathering gathering;

  SqlNurture(Desk desk, SqlSelection selection, Gathering gathering) {
    this.desk = desk;
    this.selection = selection;
    this.gathering = gathering;
  }

  @Override
  public Plan plan(Actor actor, New told) {
    Candidate candidate = selection.get(told.candidate());
    desk.require(actor, Permission.INCUBATE, candidate.county());
    New plan = checked(told);
    try {
      return desk.transactions.call(
          () -> {
            if (exists(plan.id())) {
              if (!find(plan.id()).what().equals(plan)) throw Desk.reused(plan.id());
              return find(plan.id());
            }
            insert(actor, candidate, plan);
            return find(plan.id());
          });
    } catch (DuplicateKeyException e) {
      throw new Refusal(IncubationRefusal.PLAN_THERE);
    }
  }

  private static New checked(New told) {
    if (told.milestones().isEmpty() || told.milestones().size() > MAX_MILESTONES)
      throw Desk.bad("milestones");
    List<Milestone> milestones = new ArrayList<>();
    for (Milestone each : told.milestones()) {
      if (each.target() < 1) throw Desk.bad("target");
      if (each.due().isBefore(told.from()) || each.due().isAfter(told.from().plusYears(5)))
        throw Desk.bad("due");
      milestones.add(
          new Milestone(
              Desk.both("title", each.title(), LONGEST),
              each.due(),
              each.measure(),
              each.target()));
    }
    return new New(
        told.id(),
        told.candidate(),
        told.from(),
        told.mentor(),
        Desk.words("mentor", told.mentorName(), LONGEST),
        milestones);
  }

  private void insert(Actor actor, Candidate candidate, New plan) {
    desk.sql
        .sql(
            """
            insert into incubation.plan (id, candidate, county, from_day, mentor, mentor_name, state, account, at)
            values (:id, :candidate, :county, :from, :mentor, :name, 'PLANNED', :account, :at)
            """)
        .param("id", plan.id())
        .param("candidate", plan.candidate())
        .param("county", candidate.county().text())
        .param("from", plan.from())
        .param("mentor", plan.mentor())
        .param("name", plan.mentorName())
        .param("account", actor.account())
        .param("at", Desk.utc(desk.now()))
        .update();
    int number = 0;
    for (Milestone each : plan.milestones())
      desk.sql
          .sql(
              """
              insert into incubation.milestone (plan, number, title_zh, title_en, due, measure, target)
              values (:plan, :number, :zh, :en, :due, :measure, :target)
              """)
          .param("plan", plan.id())
          .param("number", number++)
          .param("zh", each.title().zh())
          .param("en", each.title().en())
          .param("due", each.due())
          .param("measure", each.measure().name())
          .param("target", each.target())
          .update();
    record(actor, candidate.county(), plan.id(), State.PLANNED);
  }

  private void record(Actor actor, PlaceCode county, UUID plan, State state) {
    desk.record(actor, "incubation.plan", county, plan, Map.of("state", state.name()));
  }

  @Override
  public Plan start(Actor actor, UUID id) {
    return move(actor, id, State.RUNNING, "", State.PLANNED);
  }

  @Override
  public Plan stop(Actor actor, UUID id, String reason) {
    return move(
        actor,
        id,
        State.STOPPED,
        Desk.words("reason", reason, LONGEST_NOTE),
        State.PLANNED,
        State.RUNNING);
  }

  @Override
  public Plan graduate(Actor actor, UUID id) {
    return move(actor, id, State.INCUBATED, "", State.RUNNING);
  }

  private Plan move(Actor actor, UUID id, State to, String reason, State... from) {
    Plan seen = find(id);
    desk.require(actor, Permission.INCUBATE, seen.county());
    return desk.transactions.call(
        () -> {
          lock(id);
          Plan now = find(id);
          if (now.state() == to && now.reason().equals(reason)) return now;
          if (!List.of(from).contains(now.state())) throw Desk.notNow(now.state());
          if (to == State.INCUBATED) requireReached(now);
          boolean ends = to == State.INCUBATED || to == State.STOPPED;
          if (ends) freeze(now);
          desk.sql
              .sql(
                  "update incubation.plan set state = :state, reason = :reason, ended_on = :day where id = :id")
              .param("state", to.name())
              .param("reason", reason)
              .param("day", ends ? desk.today() : null)
              .param("id", id)
              .update();
          record(actor, now.county(), id, to);
          return find(id);
        });
  }

  private static void requireReached(Plan plan) {
    long missing = plan.milestones().stream().filter(each -> !each.done()).count();
    if (missing > 0)
      throw new Refusal(
          IncubationRefusal.TARGETS_MISSED, Map.of("missing", String.valueOf(missing)));
  }

  /// What was measured stays as it was on that day.
  private void freeze(Plan plan) {
    for (int number = 0; number < plan.milestones().size(); number++) {
      Reached each = plan.milestones().get(number);
      if (each.result().isPresent())
        setResult(plan.what().id(), number, each.result().getAsLong(), each.evidence());
    }
  }

  private void setResult(UUID plan, int number, long result, Optional<String> evidence) {
    desk.sql
        .sql(
            "update incubation.milestone set result = :result, evidence = :evidence where plan = :plan and number = :number")
        .param("result", result)
        .param("evidence", evidence.orElse(null))
        .param("plan", plan)
        .param("number", number)
        .update();
  }

  @Override
  public Plan report(Actor actor, UUID id, int number, long result, String evidence) {
    Plan seen = find(id);
    desk.require(actor, Permission.INCUBATE, seen.county());
    if (number < 0 || number >= seen.milestones().size()) throw Desk.bad("milestone");
    if (result < 0) throw Desk.bad("result");
    if (seen.milestones().get(number).milestone().measure() != Measured.REPORTED)
      throw new Refusal(IncubationRefusal.MEASURED);
    String told = Desk.words("evidence", evidence, LONGEST_NOTE);
    return desk.transactions.call(
        () -> {
          lock(id);
          Plan now = find(id);
          if (now.state() != State.RUNNING) throw Desk.notNow(now.state());
          setResult(id, number, result, Optional.of(told));
          desk.record(
              actor,
              "incubation.reported",
              now.county(),
              id,
              Map.of("milestone", String.valueOf(number + 1), "result", String.valueOf(result)));
          return find(id);
        });
  }

  @Override
  public void visit(Actor actor, Visit visit) {
    Plan plan = find(visit.plan());
    desk.require(actor, Permission.INCUBATE, plan.county());
    if (visit.day().isAfter(desk.today())) throw Desk.bad("day");
    Visit told =
        new Visit(
            visit.id(), visit.plan(), visit.day(), Desk.words("note", visit.note(), LONGEST_NOTE));
    desk.transactions.run(
        () -> {
          desk.sql
              .sql(
                  """
                  insert into incubation.visit (id, plan, day, note, account, account_name, at)
                  values (:id, :plan, :day, :note, :account, :name, :at) on conflict do nothing
                  """)
              .param("id", told.id())
              .param("plan", told.plan())
              .param("day", told.day())
              .param("note", told.note())
              .param("account", actor.account())
              .param("name", actor.name())
              .param("at", Desk.utc(desk.now()))
              .update();
          Desk.same(visitsWhere("id = :id", told.id()).stream().findFirst(), told, told.id());
        });
  }

  @Override
  public List<Visit> visits(Actor actor, UUID plan) {
    get(actor, plan);
    return visitsWhere("plan = :id", plan);
  }

  private List<Visit> visitsWhere(String condition, UUID id) {
    return desk.sql
        .sql(
            "select * from incubation.visit where "
                + condition
                + " order by day desc, id limit 500")
        .param("id", id)
        .query(
            (row, _) ->
                new Visit(
                    row.getObject("id", UUID.class),
                    row.getObject("plan", UUID.class),
                    row.getObject("day", LocalDate.class),
                    row.getString("note")))
        .list();
  }

  @Override
  public Plan get(Actor actor, UUID id) {
    Plan plan = find(id);
    desk.require(actor, Permission.SEE_INCUBATION, plan.county());
    return plan;
  }

  @Override
  public List<Plan> list(Actor actor, PlaceCode county) {
    desk.require(actor, Permission.SEE_INCUBATION, county);
    return desk.sql
        .sql("select * from incubation.plan where county = :county order by at desc, id limit 200")
        .param("county", county.text())
        .query((row, _) -> read(row))
        .list();
  }

  @Override
  public List<Incubated> incubated(Optional<PlaceCode> county, Optional<Integer> year) {
    return desk.sql
        .sql(
            """
            select p.id, p.county, p.ended_on, c.name_zh, c.name_en from incubation.plan p
            join incubation.candidate c on c.id = p.candidate
            where p.state = 'INCUBATED' and (:county::text is null or p.county = :county)
              and (:year::int is null or extract(year from p.ended_on) = :year)
            order by p.ended_on desc, p.id limit 1000
            """)
        .param("county", county.map(PlaceCode::text).orElse(null))
        .param("year", year.orElse(null))
        .query(
            (row, _) ->
                new Incubated(
                    row.getObject("id", UUID.class),
                    Desk.place(row, "county"),
                    Desk.text(row, "name"),
                    row.getObject("ended_on", LocalDate.class)))
        .list();
  }

  private boolean exists(UUID id) {
    return desk.sql
        .sql("select exists (select from incubation.plan where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  private void lock(UUID id) {
    desk.sql
        .sql("select id from incubation.plan where id = :id for update")
        .param("id", id)
        .query(UUID.class)
        .single();
  }

  private Plan find(UUID id) {
    return desk.sql
        .sql("select * from incubation.plan where id = :id")
        .param("id", id)
        .query((row, _) -> read(row))
        .optional()
        .orElseThrow(() -> Desk.unknown("plan", id));
  }

  private Plan read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Candidate candidate = selection.get(row.getObject("candidate", UUID.class));
    LocalDate from = row.getObject("from_day", LocalDate.class);
    State state = State.valueOf(row.getString("state"));
    boolean open = state == State.PLANNED || state == State.RUNNING;
    List<Reached> reached =
        desk.sql
            .sql("select * from incubation.milestone where plan = :id order by number")
            .param("id", id)
            .query((each, _) -> reached(each, candidate, from, open))
            .list();
    return new Plan(
        new New(
            id,
            candidate.id(),
            from,
            row.getObject("mentor", UUID.class),
            row.getString("mentor_name"),
            reached.stream().map(Reached::milestone).toList()),
        candidate.county(),
        state,
        row.getString("reason"),
        Optional.ofNullable(row.getObject("ended_on", LocalDate.class)),
        reached);
  }

  private Reached reached(ResultSet row, Candidate of, LocalDate from, boolean open)
      throws SQLException {
    Milestone milestone =
        new Milestone(
            Desk.text(row, "title"),
            row.getObject("due", LocalDate.class),
            Measured.valueOf(row.getString("measure")),
            row.getLong("target"));
    long kept = row.getLong("result");
    OptionalLong result = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(kept);
    if (open && milestone.measure() != Measured.REPORTED)
      result = OptionalLong.of(measured(milestone.measure(), of, from));
    return new Reached(milestone, result, Optional.ofNullable(row.getString("evidence")));
  }

  private long measured(Measured measure, Candidate of, LocalDate from) {
    LocalDate today = desk.today();
    return switch (measure) {
      case SOLD_GRAMS -> gathering.sold(of, from, today).grams();
      case ORDERS -> gathering.sold(of, from, today).orders();
      case MONEY_FEN -> gathering.sold(of, from, today).fen();
      case PRODUCTS_ON_SALE -> gathering.sold(of, from, today).products();
      case CERTIFICATES -> gathering.certificates(of, today);
      case REPORTED -> throw new IllegalArgumentException("reported, not measured");
    };
  }
}
