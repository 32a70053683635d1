package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.giving.Donor;
import org.yutang.giving.Gift;
import org.yutang.giving.GiftPlan;
import org.yutang.giving.Project;
import org.yutang.kernel.Page;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.Via;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Programme;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.register.Place;

/// Gifts, as donors, officers and everybody see them.
public final class GiftView {

  /// Amounts that the form offers, in yuan.
  public static final List<Integer> PRESETS = List.of(10, 50, 100, 500);

  private GiftView() {}

  /// The form.
  ///
  /// @param via through whom one can pay; empty where nobody can
  /// @param key of the new gift
  /// @param open whether the project takes gifts today
  /// @param adds what a gift adds to somebody's cover
  /// @param link of the donor who gives again; empty for a new one
  public record Form(
      Project project,
      List<Via> via,
      boolean open,
      Optional<Programme.Gifts> adds,
      String key,
      String link,
      Map<String, String> typed,
      String problem,
      String field) {
    public Form {
      via = List.copyOf(via);
      typed = Map.copyOf(typed);
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public boolean isNewDonor() {
      return link.isEmpty();
    }

    /// Where the form is sent to.
    public String action() {
      return isNewDonor() ? "/projects/" + project.id() + "/give" : "/gifts/" + link + "/give";
    }

    public boolean isMonthly() {
      return typed("often").equals("monthly");
    }

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }
  }

  /// One gift of a donor.
  ///
  /// @param payAt where to pay, while it waits
  /// @param leaf its receipt in the log, once it is there
  /// @param cover what it adds to somebody's cover
  /// @param county where that somebody lives, unless it would say too much
  public record One(
      String link,
      Gift gift,
      Project project,
      Via via,
      String payAt,
      Optional<Proof.Receipt> leaf,
      Optional<AddedCover.OfGift> cover,
      Optional<Place> county,
      String verifierKey,
      String home) {

    public String path() {
      return "/gifts/" + link + "/" + gift.id();
    }

    /// How far it has come; what is shown changes only with this.
    public String stage() {
      return Asked.name(gift.state()) + (leaf.isPresent() ? "-logged" : "");
    }

    public boolean isSandbox() {
      return via == Via.SANDBOX;
    }
  }

  /// @param projects titles by id
  /// @param covers what gifts add to somebody's cover, by their public ids
  public record OfDonor(
      String link,
      Donor donor,
      Map<String, Text> projects,
      Map<String, AddedCover.OfGift> covers,
      String problem) {
    public OfDonor {
      projects = Map.copyOf(projects);
      covers = Map.copyOf(covers);
    }
  }

  /// The sandbox's page.
  public record Sandbox(IncomingPayment payment, boolean open, String back) {}

  /// The gifts to a project, for those who look after it.
  public record Listed(Project project, Page<Gift> gifts) {}

  /// Messages that wait to be read.
  public record Messages(Page<Gift> gifts, Map<String, Text> projects) {
    public Messages {
      projects = Map.copyOf(projects);
    }
  }

  /// How a gift's state is coloured.
  public static String style(Gift.State state) {
    return switch (state) {
      case ASKED -> "warn";
      case PAID -> "ok";
      case LAPSED -> "line";
    };
  }

  public static String style(GiftPlan.State state) {
    return switch (state) {
      case RUNNING -> "ok";
      case PAUSED -> "warn";
      case ENDED -> "line";
    };
  }
}
