package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Mass;
import org.yutang.supply.Certificate;
import org.yutang.supply.Certificates;
import org.yutang.supply.Lot;
import org.yutang.supply.Stock;

/// What pages of samples and certificates show.
public final class CertificateView {

  private CertificateView() {}

  /// How a certificate's state is coloured.
  public static String colour(Certificate.State state) {
    return switch (state) {
      case VALID -> "ok";
      case EXPIRED -> "";
      case WITHDRAWN -> "bad";
    };
  }

  /// The tests that a lot must pass; none where its standard is gone.
  public static List<Standard.PurityTest> tests(Standards standards, Lot lot) {
    return standards
        .find(lot.product().standard())
        .map(each -> each.inSeason(lot.product().season()).purity())
        .orElse(List.of());
  }

  public record Desk(
      List<Certificates.Taken> samples,
      List<Certificate> certificates,
      SupplyView.Named named,
      Map<String, String> sites,
      LocalDate today) {}

  /// @param candidates lots that a certificate may name
  /// @param mayCertify whether the reader may write results down and certify
  public record OneSample(
      Certificates.Taken taken,
      String site,
      List<Standard.PurityTest> tests,
      List<Stock.Holding> candidates,
      List<Certificate> certificates,
      SupplyView.Named named,
      LocalDate today,
      boolean mayCertify,
      String key,
      Map<String, String> typed,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public Optional<Certificates.Analysis> analysis() {
      return taken.analysis();
    }

    /// What has been certified and not sold of a sample's lot is offered no second time.
    public boolean certified() {
      return certificates.stream().anyMatch(each -> each.state(today) == Certificate.State.VALID);
    }

    public String offered(Stock.Holding each) {
      return typed.getOrDefault(
          "lot-" + each.lot().id(), certified() ? "" : SupplyView.plain(each.mass()));
    }

    public Mass all() {
      Mass sum = new Mass(0);
      for (Stock.Holding each : candidates) sum = sum.plus(each.mass());
      return sum;
    }
  }

  public record One(
      Certificate certificate,
      Lot source,
      String site,
      List<Standard.PurityTest> tests,
      SupplyView.Named named,
      LocalDate today,
      boolean mayWithdraw,
      String key,
      String problem) {}
}
