package org.yutang.supply;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;

/// Shows what may be seen.
@Component
class SqlCertificates implements Certificates {

  private final CertificateRows rows;
  private final Certifying certifying;
  private final LotRows lots;
  private final SqlLots shown;
  private final Access access;

  SqlCertificates(
      CertificateRows rows, Certifying certifying, LotRows lots, SqlLots shown, Access access) {
    this.rows = rows;
    this.certifying = certifying;
    this.lots = lots;
    this.shown = shown;
    this.access = access;
  }

  @Override
  public List<Taken> samples(Actor actor) {
    return rows.samples(sites(actor)).stream().map(this::taken).toList();
  }

  private List<UUID> sites(Actor actor) {
    return shown.sites(actor).stream().map(Site::id).toList();
  }

  private Taken taken(CertificateRows.SampleRow row) {
    return new Taken(
        row.id(),
        lots.find(row.lot()).orElseThrow(),
        row.site(),
        row.seal(),
        row.at(),
        row.found());
  }

  @Override
  public Taken sample(Actor actor, UUID sample) {
    return rows.sample(sample)
        .filter(row -> maySee(actor, row.site()))
        .map(this::taken)
        .orElseThrow(
            () -> new Refusal(SupplyRefusal.UNKNOWN_SAMPLE, Map.of("sample", sample.toString())));
  }

  private boolean maySee(Actor actor, UUID site) {
    return lots.site(site)
        .filter(found -> access.may(actor, Permission.SEE_SUPPLY, found.what().place()))
        .isPresent();
  }

  @Override
  public List<Certificate> list(Actor actor) {
    return rows.newest(sites(actor));
  }

  @Override
  public Certificate get(Actor actor, UUID certificate) {
    return rows.find(certificate)
        .filter(found -> maySee(actor, found.site()))
        .orElseThrow(
            () ->
                new Refusal(
                    SupplyRefusal.UNKNOWN_CERTIFICATE,
                    Map.of("certificate", certificate.toString())));
  }

  @Override
  public List<Certificate> ofLot(Actor actor, UUID lot) {
    shown.get(actor, lot);
    return rows.ofLot(lot);
  }

  @Override
  public List<Stock.Holding> candidates(Actor actor, UUID sample) {
    Taken taken = sample(actor, sample);
    Map<UUID, Lot> pure = lots.these(certifying.whollyOf(taken.lot().id()));
    return pure.values().stream()
        .sorted(java.util.Comparator.comparing(Lot::madeAt).thenComparing(Lot::code))
        .map(lot -> new Stock.Holding(lot, new Mass(rows.inHouse(lot.id()))))
        .filter(each -> each.mass().grams() > 0)
        .limit(Handling.MAX_ITEMS)
        .toList();
  }
}
