package org.yutang.supply;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;

/// Animals and visits, in SQL.
@Component
class AnimalRows {

  private static final String COLUMNS =
      "id, ring, gtin, standard, season, variety, household, village, county, hatched_on, grams, grade, box, slaughtered_at";

  private final JdbcClient sql;

  AnimalRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// Whether it is new.
  boolean insert(Animal animal, Actor by, Instant now) {
    return sql.sql(
                """
                insert into supply.animal (id, ring, gtin, standard, season, variety, household, village, county, hatched_on, account,
                  account_name, created_at)
                values (:id, :ring, :gtin, :standard, :season, :variety, :household, :village, :county, :hatched, :account, :by, :now)
                on conflict do nothing
                """)
            .param("id", animal.id())
            .param("ring", animal.ring())
            .param("gtin", animal.product().gtin())
            .param("standard", animal.product().standard())
            .param("season", animal.product().season())
            .param("variety", animal.product().variety())
            .param("household", animal.what().household().value())
            .param("village", animal.village().text())
            .param("county", animal.county().text())
            .param("hatched", animal.what().hatched())
            .param("account", by.account())
            .param("by", by.name())
            .param("now", LotRows.at(now))
            .update()
        > 0;
  }

  Optional<Animal> find(String ring) {
    return sql.sql("select " + COLUMNS + " from supply.animal where ring = :ring")
        .param("ring", ring)
        .query((row, _) -> animal(row))
        .optional();
  }

  /// Held until the transaction ends, by ring.
  List<Animal> lock(Collection<String> rings) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from supply.animal where ring = any(:rings) order by ring for update")
        .param("rings", rings.toArray(String[]::new))
        .query((row, _) -> animal(row))
        .list();
  }

  List<Animal> inBox(String sscc) {
    return sql.sql("select " + COLUMNS + " from supply.animal where box = :box order by ring")
        .param("box", sscc)
        .query((row, _) -> animal(row))
        .list();
  }

  /// The newest last; only villages of these.
  List<Animal> list(String begins) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from supply.animal where starts_with(ring, :begins) order by ring limit 1000")
        .param("begins", begins)
        .query((row, _) -> animal(row))
        .list();
  }

  private static Animal animal(ResultSet row) throws SQLException {
    OffsetDateTime end = row.getObject("slaughtered_at", OffsetDateTime.class);
    return new Animal(
        new Animal.New(
            row.getObject("id", UUID.class),
            row.getString("ring"),
            row.getString("standard"),
            row.getString("variety"),
            new HouseholdId(row.getObject("household", UUID.class)),
            row.getObject("hatched_on", LocalDate.class)),
        new Lot.Product(
            row.getString("gtin"),
            row.getString("standard"),
            row.getInt("season"),
            row.getString("variety"),
            Lot.UNGRADED),
        new PlaceCode(row.getString("village")),
        new PlaceCode(row.getString("county")),
        end == null
            ? Optional.empty()
            : Optional.of(
                new Animal.End(
                    end.toInstant(),
                    new Mass(row.getLong("grams")),
                    row.getString("grade"),
                    row.getString("box"))));
  }

  void end(UUID animal, Animal.End end) {
    sql.sql(
            "update supply.animal set grams = :grams, grade = :grade, box = :box, slaughtered_at = :at where id = :id")
        .param("grams", end.mass().grams())
        .param("grade", end.grade())
        .param("box", end.box())
        .param("at", LotRows.at(end.at()))
        .param("id", animal)
        .update();
  }

  /// Whether it is new.
  boolean insertVisit(Animal.Visit visit, UUID animal, Actor by, Instant now) {
    return sql.sql(
                """
                insert into supply.visit (id, animal, visited_at, photos, note, account, account_name, created_at)
                values (:id, :animal, :at, :photos, :note, :account, :by, :now) on conflict (id) do nothing
                """)
            .param("id", visit.id())
            .param("animal", animal)
            .param("at", LotRows.at(visit.at()))
            .param("photos", visit.photos().toArray(String[]::new))
            .param("note", visit.note())
            .param("account", by.account())
            .param("by", by.name())
            .param("now", LotRows.at(now))
            .update()
        > 0;
  }

  List<Animal.Visit> visits(UUID animal) {
    return sql.sql(
            """
            select v.id, a.ring, v.visited_at, v.photos, v.note, v.account_name from supply.visit v
            join supply.animal a on a.id = v.animal where v.animal = :animal order by v.visited_at, v.id limit 200
            """)
        .param("animal", animal)
        .query((row, _) -> visit(row))
        .list();
  }

  Optional<UUID> animalOfVisit(UUID visit) {
    return sql.sql("select animal from supply.visit where id = :id")
        .param("id", visit)
        .query(UUID.class)
        .optional();
  }

  private static Animal.Visit visit(ResultSet row) throws SQLException {
    Array photos = row.getArray("photos");
    return new Animal.Visit(
        row.getObject("id", UUID.class),
        row.getString("ring"),
        LotRows.instant(row, "visited_at"),
        List.of((String[]) photos.getArray()),
        row.getString("note"),
        row.getString("account_name"));
  }
}
