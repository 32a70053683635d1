package org.yutang.web;

import java.util.List;
import java.util.Map;
import org.yutang.farm.Standard;
import org.yutang.supply.Animal;
import org.yutang.supply.Animals;
import org.yutang.supply.Site;

/// What pages of animals show.
public final class AnimalView {

  private AnimalView() {}

  /// @param sites where the reader may slaughter
  /// @param now the present minute, as a form has it
  public record Listed(
      List<Animal> animals,
      List<Site> sites,
      List<Standard> standards,
      SupplyView.Named named,
      String key,
      String now,
      Map<String, String> typed,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  public record One(
      Animal animal,
      List<Animal.Visit> visits,
      String village,
      boolean mayRecord,
      SupplyView.Named named,
      String key,
      Map<String, String> typed,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  /// The public page of a ring, or of a box of several.
  ///
  /// @param places towns, by village
  public record Open(
      List<Animals.Told> all,
      String code,
      String path,
      SupplyView.Named named,
      Map<String, String> places,
      org.yutang.supply.Provenance.Scans scans) {}
}
