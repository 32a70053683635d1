package org.yutang.giving;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Granted;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.register.Register;

/// Projects and their sums, in SQL; asks nobody's permission.
@Component
class Projects {

  /// There are dozens of projects, not thousands: lists filter by place in memory.
  private static final int MAX_PROJECTS = 5000;

  private static final String PROJECT =
      "select id, title_zh, title_en, summary_zh, summary_en, programme, place, from_day, to_day, goal, opened_at from giving.project ";

  private final JdbcClient sql;
  private final Programmes programmes;
  private final Register register;

  Projects(JdbcClient sql, Programmes programmes, Register register) {
    this.sql = sql;
    this.programmes = programmes;
    this.register = register;
  }

  /// False if there is one of that id.
  boolean insert(Project.New project, UUID account, Instant at) {
    int inserted =
        sql.sql(
                """
                insert into giving.project
                  (id, title_zh, title_en, summary_zh, summary_en, programme, place, from_day, to_day, goal, account, opened_at)
                values (:id, :titleZh, :titleEn, :summaryZh, :summaryEn, :programme, :place, :from, :to, cast(:goal as bigint), :account, :at)
                on conflict do nothing
                """)
            .param("id", project.id())
            .param("titleZh", project.title().zh())
            .param("titleEn", project.title().en())
            .param("summaryZh", project.summary().zh())
            .param("summaryEn", project.summary().en())
            .param("programme", project.programme().text())
            .param("place", project.place().text())
            .param("from", project.from())
            .param("to", project.to())
            .param("goal", project.goal().map(Money::minor).orElse(null))
            .param("account", account)
            .param("at", at.atOffset(ZoneOffset.UTC))
            .update();
    if (inserted == 0) return false;
    int number = 0;
    for (Project.BudgetLine line : project.budget())
      sql.sql(
              "insert into giving.budget_line (project, number, label_zh, label_en, amount, fee) values (:project, :number, :zh, :en, :amount, :fee)")
          .param("project", project.id())
          .param("number", ++number)
          .param("zh", line.label().zh())
          .param("en", line.label().en())
          .param("amount", line.amount().minor())
          .param("fee", line.fee())
          .update();
    sql.sql(
            "insert into giving.fund (programme, given) values (:programme, 0) on conflict do nothing")
        .param("programme", project.programme().text())
        .update();
    return true;
  }

  Optional<Project> find(UUID id) {
    return sql.sql(PROJECT + "where id = :id")
        .param("id", id)
        .query((row, number) -> project(row))
        .optional()
        .map(project -> withBudgets(List.of(project)).getFirst());
  }

  Project get(UUID id) {
    return find(id).orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_PROJECT));
  }

  /// All of them, without their budgets.
  List<Project> all() {
    return sql.sql(PROJECT + "order by opened_at, id limit :limit")
        .param("limit", MAX_PROJECTS)
        .query((row, number) -> project(row))
        .list();
  }

  Page<Project.Entry> list(Project.Query query) {
    String order =
        switch (query.sort()) {
          case TITLE -> "title_zh";
          case FROM -> "from_day";
          case GOAL -> "goal";
          case DONATED ->
              """
              (select coalesce(sum(given - returned), 0) from giving.figure where project = id)
                + (select coalesce(sum(given - returned), 0) from giving.gift_figure where project = id)\
              """;
        };
    List<Project> all =
        sql
            .sql(
                PROJECT
                    + """
                    where (position(lower(:text) in lower(title_zh)) > 0 or position(lower(:text) in lower(title_en)) > 0)
                      and (:programme = '' or programme = :programme)
                    order by %s %s, id limit :limit
                    """
                        .formatted(order, query.descending() ? "desc" : ""))
            .param("text", query.text())
            .param("programme", query.programme().map(ProgrammeId::text).orElse(""))
            .param("limit", MAX_PROJECTS)
            .query((row, number) -> project(row))
            .list()
            .stream()
            .filter(
                project ->
                    query.within().isEmpty()
                        || register.contains(query.within().get(), project.place()))
            .toList();
    List<Project> shown =
        all.stream().skip(query.page().offset()).limit(query.page().size()).toList();
    return new Page<>(
        withBudgets(shown).stream()
            .map(project -> new Project.Entry(project, figures(project)))
            .toList(),
        all.size(),
        query.page().number(),
        query.page().size());
  }

  Project.Figures figures(Project project) {
    Money granted =
        programmes.granted(project.programme()).stream()
            .map(Granted::amount)
            .reduce(Money.fen(0), Money::plus);
    return sql.sql(
            """
            select coalesce(sum(donations), 0), coalesce(sum(given), 0), coalesce(sum(refunds), 0), coalesce(sum(returned), 0),
              (select count(distinct merchant) from giving.pledge where project = :project),
              (select coalesce(sum(gifts), 0) from giving.gift_figure where project = :project),
              (select coalesce(sum(given), 0) from giving.gift_figure where project = :project),
              (select coalesce(sum(refunds), 0) from giving.gift_figure where project = :project),
              (select coalesce(sum(returned), 0) from giving.gift_figure where project = :project)
            from giving.figure where project = :project
            """)
        .param("project", project.id())
        .query(
            (row, number) ->
                new Project.Figures(
                    row.getLong(1),
                    Money.fen(row.getLong(2)),
                    row.getLong(3),
                    Money.fen(row.getLong(4)),
                    granted,
                    row.getLong(5),
                    new Project.GiftSums(
                        row.getLong(6),
                        Money.fen(row.getLong(7)),
                        row.getLong(8),
                        Money.fen(row.getLong(9)))))
        .single();
  }

  private List<Project> withBudgets(List<Project> projects) {
    record Line(UUID project, Project.BudgetLine line) {}
    Map<UUID, List<Project.BudgetLine>> budgets = new HashMap<>();
    for (Line line :
        sql.sql(
                "select project, label_zh, label_en, amount, fee from giving.budget_line where project = any (cast(:projects as uuid[])) order by project, number")
            .param(
                "projects",
                projects.stream().map(each -> each.id().toString()).toArray(String[]::new))
            .query(
                (row, number) ->
                    new Line(
                        row.getObject(1, UUID.class),
                        new Project.BudgetLine(
                            new Text(row.getString(2), row.getString(3)),
                            Money.fen(row.getLong(4)),
                            row.getBoolean(5))))
            .list())
      budgets.computeIfAbsent(line.project(), none -> new java.util.ArrayList<>()).add(line.line());
    return projects.stream()
        .map(
            p ->
                new Project(
                    p.id(),
                    p.title(),
                    p.summary(),
                    p.programme(),
                    p.place(),
                    p.from(),
                    p.to(),
                    p.goal(),
                    budgets.getOrDefault(p.id(), List.of()),
                    p.openedAt()))
        .toList();
  }

  private static Project project(ResultSet row) throws SQLException {
    return new Project(
        row.getObject("id", UUID.class),
        new Text(row.getString("title_zh"), row.getString("title_en")),
        new Text(row.getString("summary_zh"), row.getString("summary_en")),
        new ProgrammeId(row.getString("programme")),
        new PlaceCode(row.getString("place")),
        row.getObject("from_day", LocalDate.class),
        row.getObject("to_day", LocalDate.class),
        Optional.ofNullable(row.getObject("goal", Long.class)).map(Money::fen),
        List.of(),
        row.getObject("opened_at", OffsetDateTime.class).toInstant());
  }
}
