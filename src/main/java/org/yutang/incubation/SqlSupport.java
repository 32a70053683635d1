package org.yutang.incubation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;

/// Writes budgets, packages and what they spend down.
@Component
class SqlSupport implements Support {

  private static final int LONGEST = 120;
  private static final int LONGEST_NOTE = 500;
  private static final long MOST_FEN = 1_000_000_000_000L;

  private final Desk desk;
  private final Purse purse;
  private final SqlSelection selection;

  SqlSupport(Desk desk, Purse purse, SqlSelection selection) {
    this.desk = desk;
    this.purse = purse;
    this.selection = selection;
  }

  @Override
  public Budget addBudget(Actor actor, Budget told) {
    desk.require(actor, Permission.MOVE_MONEY, told.place());
    Budget budget = new Budget(told.id(), Desk.words("name", told.name(), LONGEST), told.place());
    Optional<Budget> there = findBudget(budget.id());
    if (there.isPresent()) return Desk.same(there, budget, budget.id());
    purse.open(budget);
    return desk.transactions.call(
        () -> {
          desk.sql
              .sql(
                  """
                  insert into incubation.budget (id, name, place, account, at) values (:id, :name, :place, :account, :at)
                  on conflict do nothing
                  """)
              .param("id", budget.id())
              .param("name", budget.name())
              .param("place", budget.place().text())
              .param("account", actor.account())
              .param("at", Desk.utc(desk.now()))
              .update();
          desk.record(
              actor,
              "incubation.budget",
              budget.place(),
              budget.id(),
              Map.of("name", budget.name()));
          return Desk.same(findBudget(budget.id()), budget, budget.id());
        });
  }

  private Optional<Budget> findBudget(UUID id) {
    return desk.sql
        .sql("select * from incubation.budget where id = :id")
        .param("id", id)
        .query((row, _) -> new Budget(id, row.getString("name"), Desk.place(row, "place")))
        .optional();
  }

  private Budget budget(UUID id) {
    return findBudget(id).orElseThrow(() -> Desk.unknown("budget", id));
  }

  @Override
  public void payIn(Actor actor, UUID id, UUID payment, Money amount) {
    Budget budget = budget(id);
    desk.require(actor, Permission.MOVE_MONEY, budget.place());
    long fen = fen(amount);
    desk.transactions.run(
        () -> {
          boolean fresh =
              desk.sql
                      .sql(
                          """
                          insert into incubation.pay_in (id, budget, fen, account, at) values (:id, :budget, :fen, :account, :at)
                          on conflict do nothing
                          """)
                      .param("id", payment)
                      .param("budget", id)
                      .param("fen", fen)
                      .param("account", actor.account())
                      .param("at", Desk.utc(desk.now()))
                      .update()
                  == 1;
          if (!fresh) {
            boolean same =
                desk.sql
                    .sql(
                        "select budget = :budget and fen = :fen from incubation.pay_in where id = :id")
                    .param("id", payment)
                    .param("budget", id)
                    .param("fen", fen)
                    .query(Boolean.class)
                    .single();
            if (!same) throw Desk.reused(payment);
            return;
          }
          purse.payIn(payment, budget, fen);
          desk.record(
              actor, "incubation.paid-in", budget.place(), id, Map.of("fen", String.valueOf(fen)));
        });
  }

  @Override
  public Money available(Actor actor, UUID id) {
    Budget budget = budget(id);
    desk.require(actor, Permission.SEE_INCUBATION, budget.place());
    return Money.fen(purse.available(budget.account()));
  }

  private static long fen(Money amount) {
    if (!amount.currency().equals("CNY") || amount.minor() < 1 || amount.minor() > MOST_FEN)
      throw Desk.bad("amount");
    return amount.minor();
  }

  @Override
  public Package propose(Actor actor, UUID id, UUID of, UUID budget, List<Measure> told) {
    Candidate candidate = selection.get(of);
    desk.require(actor, Permission.INCUBATE, candidate.county());
    budget(budget);
    if (told.isEmpty() || told.size() > MAX_MEASURES) throw Desk.bad("measures");
    List<Measure> measures = new ArrayList<>();
    long sum = 0;
    for (Measure each : told) {
      measures.add(
          new Measure(each.kind(), Desk.both("title", each.title(), LONGEST), each.budget()));
      sum += fen(each.budget());
    }
    long fen = fen(Money.fen(sum));
    return desk.transactions.call(
        () -> {
          boolean fresh =
              desk.sql
                      .sql(
                          """
                          insert into incubation.package (id, candidate, county, budget, measures, fen, state, proposed_by, proposed_name, proposed_at)
                          values (:id, :candidate, :county, :budget, cast(:measures as jsonb), :fen, 'PROPOSED', :account, :name, :at)
                          on conflict do nothing
                          """)
                      .param("id", id)
                      .param("candidate", of)
                      .param("county", candidate.county().text())
                      .param("budget", budget)
                      .param("measures", Json.write(new Measures(measures)))
                      .param("fen", fen)
                      .param("account", actor.account())
                      .param("name", actor.name())
                      .param("at", Desk.utc(desk.now()))
                      .update()
                  == 1;
          if (fresh)
            desk.record(
                actor,
                "incubation.package-proposed",
                candidate.county(),
                id,
                Map.of("name", candidate.name().zh(), "fen", String.valueOf(fen)));
          Package there = find(id, false);
          if (!there.candidate().equals(of)
              || !there.budget().equals(budget)
              || !there.measures().equals(measures)) throw Desk.reused(id);
          return there;
        });
  }

  private record Measures(List<Measure> list) {}

  @Override
  public Package decide(Actor actor, UUID id, boolean approves, String note) {
    Package seen = find(id, false);
    Budget budget = budget(seen.budget());
    desk.require(actor, Permission.MOVE_MONEY, seen.county());
    desk.require(actor, Permission.MOVE_MONEY, budget.place());
    if (seen.proposer().equals(actor.account())) throw new Refusal(IncubationRefusal.SAME_PERSON);
    String told = approves && note.isBlank() ? "" : Desk.words("note", note, LONGEST_NOTE);
    State to = approves ? State.APPROVED : State.DECLINED;
    if (seen.state() == to) return seen;
    if (seen.state() != State.PROPOSED) throw Desk.notNow(seen.state());
    if (!approves) desk.transactions.run(() -> decided(actor, seen, to, told, null));
    else {
      purse.open(id);
      if (!purse.holdForPackage(
          budget, id, seen.total().minor(), hold -> decided(actor, seen, to, told, hold)))
        throw new Refusal(IncubationRefusal.BUDGET_LACKS_MONEY, Map.of("budget", budget.name()));
    }
    return find(id, false);
  }

  private void decided(
      Actor actor,
      Package seen,
      State to,
      String note,
      @org.jspecify.annotations.Nullable UUID hold) {
    int changed =
        desk.sql
            .sql(
                """
                update incubation.package set state = :state, note = :note, decided_by = :account, decided_name = :name,
                  decided_at = :at, hold = :hold where id = :id and state = 'PROPOSED'
                """)
            .param("state", to.name())
            .param("note", note)
            .param("account", actor.account())
            .param("name", actor.name())
            .param("at", Desk.utc(desk.now()))
            .param("hold", hold)
            .param("id", seen.id())
            .update();
    if (changed == 0) throw Desk.notNow(find(seen.id(), false).state());
    desk.record(
        actor, "incubation.package-decided", seen.county(), seen.id(), Map.of("state", to.name()));
  }

  @Override
  public Package spend(Actor actor, Spending told) {
    Package seen = find(told.of(), false);
    desk.require(actor, Permission.INCUBATE, seen.county());
    long fen = fen(told.amount());
    Spending spending =
        new Spending(
            told.id(),
            told.of(),
            told.measure(),
            told.amount(),
            Desk.words("payee", told.payee(), LONGEST),
            Desk.words("document", told.document(), LONGEST));
    if (spending.measure() < 0 || spending.measure() >= seen.measures().size())
      throw Desk.bad("measure");
    if (known(spending)) return seen;
    if (seen.state() != State.APPROVED) throw Desk.notNow(seen.state());
    requireLeft(seen, spending);
    boolean held =
        purse.holdForSpending(
            told.of(),
            fen,
            hold -> {
              Package now = find(told.of(), true);
              if (now.state() != State.APPROVED) throw Desk.notNow(now.state());
              if (known(spending)) throw Desk.reused(spending.id());
              requireLeft(now, spending);
              insert(actor, now, spending, hold);
            });
    // the approval's money may not have arrived yet, or another holds the last of it
    if (!held) throw overBudget(find(told.of(), false), spending);
    return find(told.of(), false);
  }

  private static void requireLeft(Package of, Spending spending) {
    long left =
        of.measures().get(spending.measure()).budget().minor()
            - of.spent().get(spending.measure()).minor();
    if (spending.amount().minor() > left) throw overBudget(of, spending);
  }

  private static Refusal overBudget(Package of, Spending spending) {
    Money left =
        of.measures().get(spending.measure()).budget().minus(of.spent().get(spending.measure()));
    return new Refusal(
        IncubationRefusal.OVER_BUDGET,
        Map.of("left", java.math.BigDecimal.valueOf(left.minor(), 2).toPlainString()));
  }

  private boolean known(Spending spending) {
    Optional<Spending> there =
        desk.sql
            .sql("select * from incubation.spending where id = :id")
            .param("id", spending.id())
            .query((row, _) -> spending(row))
            .optional();
    if (there.isEmpty()) return false;
    Desk.same(there, spending, spending.id());
    return true;
  }

  private void insert(Actor actor, Package of, Spending spending, UUID hold) {
    desk.sql
        .sql(
            """
            insert into incubation.spending (id, package, measure, fen, payee, document, hold, account, account_name, at)
            values (:id, :package, :measure, :fen, :payee, :document, :hold, :account, :name, :at)
            """)
        .param("id", spending.id())
        .param("package", spending.of())
        .param("measure", spending.measure())
        .param("fen", spending.amount().minor())
        .param("payee", spending.payee())
        .param("document", spending.document())
        .param("hold", hold)
        .param("account", actor.account())
        .param("name", actor.name())
        .param("at", Desk.utc(desk.now()))
        .update();
    desk.record(
        actor,
        "incubation.spent",
        of.county(),
        of.id(),
        Map.of("fen", String.valueOf(spending.amount().minor())));
  }

  private static Spending spending(ResultSet row) throws SQLException {
    return new Spending(
        row.getObject("id", UUID.class),
        row.getObject("package", UUID.class),
        row.getInt("measure"),
        Money.fen(row.getLong("fen")),
        row.getString("payee"),
        row.getString("document"));
  }

  @Override
  public List<Spent> spendings(Actor actor, UUID id) {
    get(actor, id);
    return desk.sql
        .sql("select * from incubation.spending where package = :id order by at, id limit 1000")
        .param("id", id)
        .query(
            (row, _) ->
                new Spent(spending(row), row.getString("account_name"), Desk.instant(row, "at")))
        .list();
  }

  @Override
  public Package close(Actor actor, UUID id) {
    Package seen = find(id, false);
    desk.require(actor, Permission.MOVE_MONEY, seen.county());
    return desk.transactions.call(
        () -> {
          Package now = find(id, true);
          if (now.state() == State.CLOSED) return now;
          if (now.state() != State.APPROVED) throw Desk.notNow(now.state());
          long left = now.total().minus(now.spentTotal()).minor();
          desk.sql
              .sql(
                  "update incubation.package set state = 'CLOSED', closed_at = :at, returned_fen = :left where id = :id")
              .param("at", Desk.utc(desk.now()))
              .param("left", left)
              .param("id", id)
              .update();
          purse.giveBack(id, budget(now.budget()), left);
          desk.record(
              actor,
              "incubation.package-closed",
              now.county(),
              id,
              Map.of("fen", String.valueOf(left)));
          return find(id, false);
        });
  }

  @Override
  public Package get(Actor actor, UUID id) {
    Package found = find(id, false);
    desk.require(actor, Permission.SEE_INCUBATION, found.county());
    return found;
  }

  @Override
  public List<Package> list(Actor actor, PlaceCode county) {
    desk.require(actor, Permission.SEE_INCUBATION, county);
    return desk.sql
        .sql(
            "select * from incubation.package where county = :county order by proposed_at desc, id limit 200")
        .param("county", county.text())
        .query((row, _) -> read(row))
        .list();
  }

  private Package find(UUID id, boolean locked) {
    return desk.sql
        .sql("select * from incubation.package where id = :id" + (locked ? " for update" : ""))
        .param("id", id)
        .query((row, _) -> read(row))
        .optional()
        .orElseThrow(() -> Desk.unknown("package", id));
  }

  private Package read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    List<Measure> measures = Json.read(row.getString("measures"), Measures.class).list();
    long[] spent = new long[measures.size()];
    desk.sql
        .sql(
            "select measure, sum(fen)::bigint as fen from incubation.spending where package = :id group by measure")
        .param("id", id)
        .query(
            (org.springframework.jdbc.core.RowCallbackHandler)
                sum -> spent[sum.getInt("measure")] = sum.getLong("fen"));
    String returned = row.getString("returned_fen");
    return new Package(
        id,
        row.getObject("candidate", UUID.class),
        Desk.place(row, "county"),
        row.getObject("budget", UUID.class),
        measures,
        State.valueOf(row.getString("state")),
        row.getString("note"),
        row.getObject("proposed_by", UUID.class),
        row.getString("proposed_name"),
        Optional.ofNullable(row.getString("decided_name")),
        java.util.Arrays.stream(spent).mapToObj(Money::fen).toList(),
        Optional.ofNullable(returned).map(Long::valueOf).map(Money::fen));
  }
}
