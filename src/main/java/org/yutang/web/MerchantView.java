package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.giving.Merchant;
import org.yutang.giving.Pledge;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.Refund;
import org.yutang.giving.Sale;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.programme.Text;
import org.yutang.register.Place;

/// Merchants, what they pledged and what came of it.
public final class MerchantView {

  private MerchantView() {}

  /// A rate in words.
  public static String rate(Screen s, Rate rate) {
    return switch (rate) {
      case Rate.PerOrder(Money each) -> s.t("web.rate.per-order", "amount", each.grouped());
      case Rate.PerMille(int thousandths) -> s.t("web.rate.per-mille", "rate", thousandths);
      case Rate.Paused() -> s.t("web.rate.paused");
      case Rate.Ended() -> s.t("web.rate.ended");
    };
  }

  /// @param places by code
  /// @param form for a new merchant, where the reader may add one
  public record Listed(
      Page<Merchant> merchants, Map<String, Place> places, String sort, boolean mayRun, Form form) {
    public Listed {
      places = Map.copyOf(places);
    }
  }

  /// One merchant.
  ///
  /// @param given what its orders gave, less what came back
  /// @param projects by id, of its pledges; `open`: those that it may pledge to
  /// @param mayRun whether the reader sets rates
  /// @param maySend whether the reader tells sales
  public record One(
      Merchant merchant,
      Place place,
      Money given,
      List<Pledge> pledges,
      Map<String, Project> projects,
      List<Project> open,
      Page<Sale> sales,
      String sort,
      Page<Refund> refunds,
      boolean mayRun,
      boolean maySend,
      boolean maySeeLedger,
      Form form) {
    public One {
      pledges = List.copyOf(pledges);
      projects = Map.copyOf(projects);
      open = List.copyOf(open);
    }

    public Optional<Project> project(Pledge pledge) {
      return Optional.ofNullable(projects.get(pledge.project().toString()));
    }
  }

  /// Refunds of a merchant or to a project.
  public record Refunds(
      Optional<Text> merchant, Optional<Text> project, Page<Refund> refunds, String sort) {}

  /// What was typed into a form of the page, and what is wrong with it.
  ///
  /// @param key of the command
  /// @param field where it is wrong
  public record Form(String key, Map<String, String> typed, String problem, String field) {
    public Form {
      typed = Map.copyOf(typed);
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }
  }
}
