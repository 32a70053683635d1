package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.farm.Standard;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.supply.Provenance;
import org.yutang.supply.Recalls;

/// What the public page of a code and the recall desk show.
public final class TraceView {

  private TraceView() {}

  /// @param path the code's own, such as `/01/09521234000013/10/26-ABC`
  /// @param map a sketch of the plots
  /// @param price what a kilogram is paid at least, by the standard
  /// @param leaf index and receipt's address in the public log; empty for a moment after the lot
  ///   was made
  /// @param places of the plots and sites, by code
  public record One(
      Provenance.Story story,
      Provenance.Scans scans,
      String path,
      SupplyView.Named named,
      Optional<Standard> standard,
      Optional<PlotMap> map,
      Optional<Money> price,
      Optional<Leaf> leaf,
      String verifierKey,
      List<String> towns,
      Map<String, String> places,
      List<Standard.PurityTest> purity,
      LocalDate today) {}

  public record Leaf(long index, String receipt) {}

  /// The recall desk: what is blocked, and what one batch reached.
  public record Desk(
      List<Recalls.Recall> all,
      Optional<Recalls.Reach> reach,
      Optional<Recalls.Recall> open,
      SupplyView.Named named,
      String code,
      String key,
      String problem) {

    /// What of the batch is where, added up.
    public Map<String, Mass> byPlace() {
      Map<String, Mass> sums = new java.util.TreeMap<>();
      reach.ifPresent(
          found ->
              found
                  .lots()
                  .forEach(
                      lot ->
                          lot.places()
                              .forEach(
                                  where -> sums.merge(where.name(), where.mass(), Mass::plus))));
      return sums;
    }
  }

  /// @param address what its QR code says
  public record Label(String title, String line, String code, String address) {}

  /// @param roll one label a page, for printers of labels; else an A4 sheet of 24
  public record Labels(List<Label> labels, boolean roll) {
    public Labels {
      labels = List.copyOf(labels);
    }

    /// The size of a page, for its style sheet.
    public String paper() {
      return roll
          ? "@page { size: 50mm 30mm; margin: 0 }"
          : "@page { size: 210mm 297mm; margin: 0 }";
    }
  }
}
