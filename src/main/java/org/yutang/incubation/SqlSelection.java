package org.yutang.incubation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;
import org.yutang.store.Json;

/// Writes candidates, weights and rankings down.
@Component
class SqlSelection implements Selection {

  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_REASON = 500;

  private final Desk desk;
  private final Standards standards;
  private final Gathering gathering;

  SqlSelection(Desk desk, Standards standards, Gathering gathering) {
    this.desk = desk;
    this.standards = standards;
    this.gathering = gathering;
  }

  @Override
  public Candidate add(Actor actor, Candidate told) {
    desk.require(actor, Permission.INCUBATE, told.county());
    desk.requireCounty(told.county());
    Candidate candidate =
        new Candidate(
            told.id(),
            told.county(),
            Desk.both("name", told.name(), LONGEST_NAME),
            told.standard(),
            told.variety());
    checkStandard(candidate);
    return desk.transactions.call(
        () -> {
          if (candidates(candidate.county()).size() >= MAX_CANDIDATES) throw Desk.bad("county");
          boolean fresh =
              desk.sql
                      .sql(
                          """
                          insert into incubation.candidate (id, county, name_zh, name_en, standard, variety, account, at)
                          values (:id, :county, :zh, :en, :standard, :variety, :account, :at) on conflict do nothing
                          """)
                      .param("id", candidate.id())
                      .param("county", candidate.county().text())
                      .param("zh", candidate.name().zh())
                      .param("en", candidate.name().en())
                      .param("standard", candidate.standard().orElse(null))
                      .param("variety", candidate.variety().orElse(null))
                      .param("account", actor.account())
                      .param("at", Desk.utc(desk.now()))
                      .update()
                  == 1;
          if (fresh)
            desk.record(
                actor,
                "incubation.candidate-added",
                candidate.county(),
                candidate.id(),
                Map.of("name", candidate.name().zh()));
          return Desk.same(find(candidate.id()), candidate, candidate.id());
        });
  }

  private void checkStandard(Candidate candidate) {
    if (candidate.standard().isEmpty()) {
      if (candidate.variety().isPresent()) throw Desk.bad("variety");
      return;
    }
    Standard standard = standards.get(candidate.standard().get());
    if (candidate.variety().isPresent()
        && standard.varieties().stream()
            .noneMatch(each -> each.name().equals(candidate.variety().get())))
      throw Desk.bad("variety");
  }

  /// For others of this room.
  Candidate get(UUID id) {
    return find(id).orElseThrow(() -> Desk.unknown("candidate", id));
  }

  private Optional<Candidate> find(UUID id) {
    return desk.sql
        .sql("select * from incubation.candidate where id = :id")
        .param("id", id)
        .query((row, _) -> candidate(row))
        .optional();
  }

  private List<Candidate> candidates(PlaceCode county) {
    return desk.sql
        .sql("select * from incubation.candidate where county = :county order by at, id")
        .param("county", county.text())
        .query((row, _) -> candidate(row))
        .list();
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        row.getObject("id", UUID.class),
        Desk.place(row, "county"),
        Desk.text(row, "name"),
        Optional.ofNullable(row.getString("standard")),
        Optional.ofNullable(row.getString("variety")));
  }

  @Override
  public List<Candidate> candidates(Actor actor, PlaceCode county) {
    desk.require(actor, Permission.SEE_INCUBATION, county);
    return candidates(county);
  }

  @Override
  public Ranking rank(Actor actor, UUID id, PlaceCode county, int days) {
    desk.require(actor, Permission.INCUBATE, county);
    if (days < 7 || days > 366) throw Desk.bad("days");
    Optional<Ranking> there = findRanking(id);
    if (there.isPresent()) {
      if (!there.get().county().equals(county) || there.get().days() != days) throw Desk.reused(id);
      return there.get();
    }
    LocalDate day = desk.today();
    Weights weights = weights();
    List<Scoring.Asked> asked = new ArrayList<>();
    for (Candidate each : candidates(county))
      asked.add(new Scoring.Asked(each, gathering.inputs(each, day, days)));
    List<Ranking.Row> rows = new ArrayList<>();
    for (Scoring.Scored each : Scoring.rank(asked, weights))
      rows.add(
          new Ranking.Row(
              rows.size() + 1, each.candidate(), each.inputs(), each.scores(), each.total()));
    Ranking ranking =
        new Ranking(
            id,
            county,
            day,
            days,
            weights.version(),
            weights.percent(),
            rows,
            actor.name(),
            desk.now());
    return desk.transactions.call(
        () -> {
          insert(actor, ranking);
          return findRanking(id).orElseThrow();
        });
  }

  private void insert(Actor actor, Ranking ranking) {
    int made =
        desk.sql
            .sql(
                """
                insert into incubation.run (id, county, day, ranking, account, account_name, at)
                values (:id, :county, :day, cast(:ranking as jsonb), :account, :name, :at) on conflict do nothing
                """)
            .param("id", ranking.id())
            .param("county", ranking.county().text())
            .param("day", ranking.day())
            .param("ranking", Json.write(ranking))
            .param("account", actor.account())
            .param("name", actor.name())
            .param("at", Desk.utc(ranking.at()))
            .update();
    if (made == 1)
      desk.record(
          actor,
          "incubation.ranked",
          ranking.county(),
          ranking.id(),
          Map.of("candidates", String.valueOf(ranking.rows().size())));
  }

  @Override
  public List<Ranking> rankings(Actor actor, PlaceCode county) {
    desk.require(actor, Permission.SEE_INCUBATION, county);
    return desk.sql
        .sql(
            "select ranking from incubation.run where county = :county order by at desc, id limit 100")
        .param("county", county.text())
        .query((row, _) -> Json.read(row.getString("ranking"), Ranking.class))
        .list();
  }

  @Override
  public Ranking ranking(Actor actor, UUID id) {
    Ranking ranking = findRanking(id).orElseThrow(() -> Desk.unknown("ranking", id));
    desk.require(actor, Permission.SEE_INCUBATION, ranking.county());
    return ranking;
  }

  private Optional<Ranking> findRanking(UUID id) {
    return desk.sql
        .sql("select ranking from incubation.run where id = :id")
        .param("id", id)
        .query((row, _) -> Json.read(row.getString("ranking"), Ranking.class))
        .optional();
  }

  @Override
  public Weights weights() {
    return history().stream()
        .filter(each -> each.approvedBy().isPresent())
        .findFirst()
        .orElse(Weights.FIRST);
  }

  @Override
  public List<Weights> history() {
    List<Weights> all =
        new ArrayList<>(
            desk.sql
                .sql("select * from incubation.weights order by version desc limit 200")
                .query((row, _) -> weights(row))
                .list());
    all.add(Weights.FIRST);
    return List.copyOf(all);
  }

  private static Weights weights(ResultSet row) throws SQLException {
    Map<Factor, Integer> percent = new EnumMap<>(Factor.class);
    Map<?, ?> read = Json.read(row.getString("weights"), Map.class);
    read.forEach(
        (factor, weight) ->
            percent.put(
                Factor.valueOf(String.valueOf(factor)), Integer.valueOf(String.valueOf(weight))));
    return new Weights(
        row.getInt("version"),
        percent,
        row.getString("reason"),
        row.getObject("proposed_by", UUID.class),
        row.getString("proposed_name"),
        Optional.ofNullable(row.getString("approved_name")));
  }

  @Override
  public Weights propose(Actor actor, int after, Map<Factor, Integer> percent, String reason) {
    desk.requireSomewhere(actor, Permission.INCUBATE);
    Weights asked =
        new Weights(
            after + 1,
            percent,
            Desk.words("reason", reason, LONGEST_REASON),
            actor.account(),
            actor.name(),
            Optional.empty());
    return desk.transactions.call(
        () -> {
          if (history().getFirst().version() < after) throw Desk.bad("after");
          int made =
              desk.sql
                  .sql(
                      """
                      insert into incubation.weights (version, weights, reason, proposed_by, proposed_name, proposed_at)
                      values (:version, cast(:weights as jsonb), :reason, :account, :name, :at) on conflict do nothing
                      """)
                  .param("version", asked.version())
                  .param("weights", Json.write(asked.percent()))
                  .param("reason", asked.reason())
                  .param("account", actor.account())
                  .param("name", actor.name())
                  .param("at", Desk.utc(desk.now()))
                  .update();
          if (made == 1) record(actor, "proposed", asked.version());
          else if (!version(asked.version()).equals(asked))
            throw Desk.reused(Uuids.named("incubation.weights", "" + asked.version()));
          return asked;
        });
  }

  @Override
  public Weights approve(Actor actor, int version) {
    desk.requireSomewhere(actor, Permission.MOVE_MONEY);
    return desk.transactions.call(
        () -> {
          Weights asked = version(version);
          if (asked.proposer().equals(actor.account()))
            throw new Refusal(IncubationRefusal.SAME_PERSON);
          int changed =
              desk.sql
                  .sql(
                      """
                      update incubation.weights set approved_by = :account, approved_name = :name, approved_at = :at
                      where version = :version and approved_by is null
                      """)
                  .param("version", version)
                  .param("account", actor.account())
                  .param("name", actor.name())
                  .param("at", Desk.utc(desk.now()))
                  .update();
          if (changed == 1) record(actor, "approved", version);
          return version(version);
        });
  }

  private void record(Actor actor, String what, int version) {
    desk.record(
        actor,
        "incubation.weights",
        PlaceCode.WORLD,
        Uuids.named("incubation.weights", "" + version),
        Map.of("version", "" + version, "what", what));
  }

  private Weights version(int version) {
    return history().stream()
        .filter(each -> each.version() == version)
        .findFirst()
        .orElseThrow(
            () -> Desk.unknown("weights", Uuids.named("incubation.weights", "" + version)));
  }

  /// What a candidate is called, for those who may see only that.
  Text name(UUID candidate) {
    return get(candidate).name();
  }
}
