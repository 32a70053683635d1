package org.yutang.supply;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Mass;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.store.Json;

/// Samples, certificates and what is under them, in SQL.
@Component
class CertificateRows {

  private static final String SAMPLE =
      "select id, lot, site, seal, taken_at, analysis, laboratory, number, passed, found from supply.sample ";

  private static final String CERTIFICATE =
      """
      select c.id, c.sample, c.source, c.site, c.laboratory, c.number, c.valid_until, c.grams, c.issued_at, c.withdrawn_at, c.withdrawn_why,
        s.found from supply.certificate c join supply.sample s on s.id = c.sample\s""";

  private final JdbcClient sql;
  private final Ledger ledger;

  CertificateRows(JdbcClient sql, Ledger ledger) {
    this.sql = sql;
    this.ledger = ledger;
  }

  record SampleRow(
      UUID id,
      UUID lot,
      UUID site,
      String seal,
      Instant at,
      @Nullable UUID analysis,
      Optional<Certificates.Analysis> found) {}

  /// Whoever asks for a step shares this, whoever certifies has it alone, until the transaction
  /// ends: so no step is planned that does not know of a certificate.
  void lock(boolean alone) {
    var _ =
        sql.sql("select pg_advisory_xact_lock" + (alone ? "" : "_shared") + "(7120260002)::text")
            .query(String.class)
            .single();
  }

  /// Whether a step that is not finished moves that lot.
  boolean isMoving(UUID lot) {
    return sql.sql(
            "select exists (select from supply.step where state = 'ASKED' and strpos(plan, :lot) > 0)")
        .param("lot", lot.toString())
        .query(Boolean.class)
        .single();
  }

  void insert(Step.Sample step) {
    sql.sql(
            "insert into supply.sample (id, lot, site, seal, taken_at) values (:id, :lot, :site, :seal, :at)")
        .param("id", step.id())
        .param("lot", step.lot())
        .param("site", step.site())
        .param("seal", step.seal())
        .param("at", LotRows.at(step.at()))
        .update();
  }

  /// Whether no other step did.
  boolean analyse(Step.Analyse step, boolean passed) {
    return sql.sql(
                """
                update supply.sample set analysis = :step, laboratory = :laboratory, number = :number, passed = :passed, found = :found
                where id = :sample and (analysis is null or analysis = :step)
                """)
            .param("step", step.id())
            .param("laboratory", step.laboratory())
            .param("number", step.number())
            .param("passed", passed)
            .param("found", Json.write(step.found()))
            .param("sample", step.sample())
            .update()
        > 0;
  }

  Optional<SampleRow> sample(UUID id) {
    return sql.sql(SAMPLE + "where id = :id")
        .param("id", id)
        .query((row, _) -> sample(row))
        .optional();
  }

  List<SampleRow> samples(Collection<UUID> sites) {
    return sql.sql(SAMPLE + "where site = any(:sites) order by taken_at desc, id limit 200")
        .param("sites", sites.toArray(UUID[]::new))
        .query((row, _) -> sample(row))
        .list();
  }

  private static SampleRow sample(ResultSet row) throws SQLException {
    UUID analysis = row.getObject("analysis", UUID.class);
    return new SampleRow(
        row.getObject("id", UUID.class),
        row.getObject("lot", UUID.class),
        row.getObject("site", UUID.class),
        row.getString("seal"),
        LotRows.instant(row, "taken_at"),
        analysis,
        analysis == null
            ? Optional.empty()
            : Optional.of(
                new Certificates.Analysis(
                    row.getString("laboratory"),
                    row.getString("number"),
                    row.getBoolean("passed"),
                    found(row))));
  }

  private static SortedMap<String, String> found(ResultSet row) throws SQLException {
    SortedMap<String, String> found = new TreeMap<>();
    Map<?, ?> read = Json.read(row.getString("found"), Map.class);
    read.forEach((name, value) -> found.put(name.toString(), value.toString()));
    return found;
  }

  /// Whether nobody has the number; then it is this one's, with its lots.
  boolean claim(Step.Certify step, SampleRow sample, String laboratory, long grams) {
    int written =
        sql.sql(
                """
                insert into supply.certificate (id, sample, source, site, laboratory, number, valid_until, grams)
                values (:id, :sample, :source, :site, :laboratory, :number, :until, :grams) on conflict do nothing
                """)
            .param("id", step.id())
            .param("sample", step.sample())
            .param("source", sample.lot())
            .param("site", step.site())
            .param("laboratory", laboratory)
            .param("number", step.number())
            .param("until", step.validUntil())
            .param("grams", grams)
            .update();
    if (written == 0) return false;
    sql.sql(
            "insert into supply.certified (lot, certificate) select unnest(cast(:lots as uuid[])), :id")
        .param("lots", step.lots().keySet().toArray(UUID[]::new))
        .param("id", step.id())
        .update();
    return true;
  }

  void issue(UUID certificate, Instant at) {
    sql.sql("update supply.certificate set issued_at = :at where id = :id")
        .param("at", LotRows.at(at))
        .param("id", certificate)
        .update();
  }

  void withdraw(Step.Withdraw step) {
    sql.sql(
            "update supply.certificate set withdrawn_at = :at, withdrawn_why = :why where id = :id and withdrawn_at is null")
        .param("at", LotRows.at(step.at()))
        .param("why", step.why())
        .param("id", step.certificate())
        .update();
  }

  /// What was made of lots is under what all of them are under.
  void inherit(UUID made, Collection<UUID> sources) {
    sql.sql(
            """
            insert into supply.certified (lot, certificate) select :made, certificate from supply.certified where lot = any(:sources)
            group by certificate having count(*) = :all on conflict do nothing
            """)
        .param("made", made)
        .param("sources", sources.toArray(UUID[]::new))
        .param("all", sources.size())
        .update();
  }

  /// What is under a certificate, at most 200.
  List<UUID> lotsOf(UUID certificate) {
    return sql.sql(
            "select lot from supply.certified where certificate = :certificate order by lot limit 200")
        .param("certificate", certificate)
        .query(UUID.class)
        .list();
  }

  /// The certificate that counts what leaves of a lot that day.
  Optional<UUID> valid(UUID lot, LocalDate day) {
    return sql.sql(
            """
            select c.id from supply.certified d join supply.certificate c on c.id = d.certificate
            where d.lot = :lot and c.withdrawn_at is null and c.valid_until >= :day order by c.valid_until, c.id limit 1
            """)
        .param("lot", lot)
        .param("day", day)
        .query(UUID.class)
        .optional();
  }

  /// All that a lot was ever under, the newest first; also those that are just being issued.
  List<UUID> ever(UUID lot) {
    return sql.sql(
            """
            select c.id from supply.certified d join supply.certificate c on c.id = d.certificate
            where d.lot = :lot order by c.issued_at desc nulls first, c.id limit 50
            """)
        .param("lot", lot)
        .query(UUID.class)
        .list();
  }

  /// What certificates of that sampled lot may still let leave or let leave already: those that
  /// hold count whole, others with what was sold under them.
  long certified(UUID source, LocalDate day) {
    return sql
        .sql(
            "select id, grams, withdrawn_at is null and valid_until >= :day as holds from supply.certificate where source = :source")
        .param("source", source)
        .param("day", day)
        .query(
            (row, _) ->
                row.getLong("grams")
                    - (row.getBoolean("holds")
                        ? 0
                        : balance(row.getObject("id", UUID.class), Leg.CERTIFIED)))
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /// Grams of a lot that have not left: at sites, under way between them and in their boxes.
  long inHouse(UUID lot) {
    return sql.sql(
            """
            select coalesce(sum(k.grams), 0) from supply.stock k left join supply.box b on b.id = k.holder
            where k.lot = :lot and not exists (select from supply.buyer y where y.id = coalesce(b.holder, k.holder))
            """)
        .param("lot", lot)
        .query(Long.class)
        .single();
  }

  Optional<Certificate> find(UUID id) {
    return sql.sql(CERTIFICATE + "where c.id = :id and c.issued_at is not null")
        .param("id", id)
        .query((row, _) -> certificate(row))
        .optional();
  }

  List<Certificate> newest(Collection<UUID> sites) {
    return sql.sql(
            CERTIFICATE
                + "where c.site = any(:sites) and c.issued_at is not null order by c.issued_at desc, c.id limit 200")
        .param("sites", sites.toArray(UUID[]::new))
        .query((row, _) -> certificate(row))
        .list();
  }

  List<Certificate> ofLot(UUID lot) {
    return sql.sql(
            CERTIFICATE
                + "join supply.certified d on d.certificate = c.id where d.lot = :lot and c.issued_at is not null order by c.issued_at desc, c.id limit 50")
        .param("lot", lot)
        .query((row, _) -> certificate(row))
        .list();
  }

  private Certificate certificate(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new Certificate(
        id,
        row.getObject("sample", UUID.class),
        row.getObject("source", UUID.class),
        row.getObject("site", UUID.class),
        row.getString("laboratory"),
        row.getString("number"),
        row.getObject("valid_until", LocalDate.class),
        new Mass(row.getLong("grams")),
        new Mass(balance(id, Leg.CERTIFIED)),
        LotRows.instant(row, "issued_at"),
        row.getObject("withdrawn_at") == null
            ? Optional.empty()
            : Optional.of(
                new Certificate.Withdrawn(
                    LotRows.instant(row, "withdrawn_at"), row.getString("withdrawn_why"))),
        found(row));
  }

  /// Certified grams with a holder.
  long balance(UUID certificate, UUID holder) {
    return ledger.find(Leg.account(certificate, holder)).map(Account::balance).orElse(0L);
  }
}
